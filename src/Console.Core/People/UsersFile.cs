using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsConsole.Systems.Reading;

namespace OpsConsole.People;

/// <summary>
/// Reads and writes <c>users.yaml</c>. The answer is all users, or all that is wrong, each with <c>users.yaml:LINE:COLUMN field</c>.
/// </summary>
public static class UsersFile
{
    /// <summary>The file's name, in the folder of the store.</summary>
    public const string Name = "users.yaml";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly YamlKind Kind = new("the list of users", "users", "users: and a list of them, each with a name, its groups and a password's hash");

    /// <summary>Reads the file; one that is missing or empty holds no user.</summary>
    /// <param name="path">The file.</param>
    public static Result<ImmutableArray<User>> Read(string path)
    {
        var shown = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            return ImmutableArray<User>.Empty;
        }

        return YamlFile.Bytes(path, shown).Match(bytes => Read(shown, bytes), problems => problems);
    }

    /// <summary>Reads its content.</summary>
    /// <param name="file">The file as people see it.</param>
    /// <param name="content">What is in it.</param>
    public static Result<ImmutableArray<User>> Read(string file, ReadOnlySpan<byte> content) => content.Trim(" \r\n\t"u8).IsEmpty
        ? ImmutableArray<User>.Empty
        : YamlFile.Read(file, content, Kind, top =>
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            ImmutableArray<User> users = [.. top.Groups("users").Select(field => ReadUser(field, names))];
            if (!top.Has("users") && !top.IsEmptyList("users"))
            {
                top.Wrong("users", "is missing: write for example - {name: anna, groups: [ops-viewers], password: ...}; OpsConsole users add writes it");
            }

            top.RefuseTheRest();
            return users;
        });

    /// <summary>Writes the file anew: whole or not at all, for its owner only.</summary>
    /// <param name="path">The file.</param>
    /// <param name="users">All users.</param>
    public static void Write(string path, IEnumerable<User> users)
    {
        var made = new StringBuilder("# Written by OpsConsole users; mended by hand it is read again by itself. Comments are not kept.\nusers:");
        var none = true;
        foreach (var user in users)
        {
            none = false;
            made.Append(CultureInfo.InvariantCulture, $"\n  - name: {Quoted(user.Name)}\n    display_name: {Quoted(user.DisplayName)}\n");
            made.Append(CultureInfo.InvariantCulture, $"    groups: [{string.Join(", ", user.Groups.Select(Quoted))}]\n    password: {Quoted(user.Password)}\n");
            if (user.PasswordSet is { } at)
            {
                made.Append(CultureInfo.InvariantCulture, $"    password_set: {Quoted(at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))}\n");
            }

            if (user.IsDisabled)
            {
                made.Append("    disabled: true\n");
            }
        }

        Replace(path, made.Append(none ? " []\n" : string.Empty).ToString());
    }

    private static void Replace(string path, string content)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(unfinished, options))
            {
                file.Write(Encoding.UTF8.GetBytes(content));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static User ReadUser(FieldReader field, HashSet<string> names)
    {
        var name = Checked(field, "name", field.Text("name", "the name that the user signs in with"), User.WrongName);
        if (name.Length > 0 && !names.Add(name))
        {
            field.Wrong("name", $"'{FieldReader.Short(name)}' is there twice: keep one");
        }

        var password = field.Text("password", "the hash that OpsConsole users passwd makes");
        if (password.Length > 0 && !UserPasswords.IsHash(password))
        {
            // What stands there may be a password in the clear: it is not repeated.
            field.Wrong("password", "is no hash of a password: let OpsConsole users passwd write it");
        }

        var user = new User(name, Checked(field, "display_name", field.OptionalText("display_name") ?? name, User.WrongDisplayName), field.Texts("groups", User.WrongGroup), password)
        {
            PasswordSet = ReadTime(field, "password_set"),
            IsDisabled = field.Flag("disabled"),
        };
        field.RefuseTheRest();
        return user;
    }

    private static string Checked(FieldReader field, string name, string text, Func<string, string?> check)
    {
        if (text.Length > 0 && check(text) is { } wrong)
        {
            field.Wrong(name, $"'{FieldReader.Short(text)}' {wrong}");
        }

        return text;
    }

    private static DateTimeOffset? ReadTime(FieldReader field, string name)
    {
        if (field.OptionalText(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at;
        }

        field.Wrong(name, $"'{FieldReader.Short(text)}' is no time: write 2026-11-29T12:00:00Z");
        return null;
    }

    // A JSON string is a YAML string.
    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
