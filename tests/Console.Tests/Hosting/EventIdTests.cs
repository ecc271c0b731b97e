using System.Reflection;
using Microsoft.Extensions.Logging;
using OpsConsole.Audit;

namespace OpsConsole.Tests.Hosting;

public sealed class EventIdTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Whoever watches the log tells messages apart by their number.
    [Fact]
    public void No_two_messages_of_the_log_have_the_same_number()
    {
        var messages = new[] { typeof(Program).Assembly, typeof(AuditEntry).Assembly }.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(Any))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(message => message.Id is not null).ToList();

        Assert.True(messages.Count > 50, $"{messages.Count} messages were found");
        Assert.Empty(messages.GroupBy(message => message.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(message => message.Name))}"));
    }
}
