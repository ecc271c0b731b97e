using OpsConsole.People;

namespace OpsConsole.Core.Tests.People;

internal static class Hashes
{
    private static readonly UserPasswords Cheap = new(100);

    public static string Of(string password) => Cheap.Hash(password);
}
