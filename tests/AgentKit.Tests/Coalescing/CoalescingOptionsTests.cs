using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AgentKit.Tests.Coalescing;

public sealed class CoalescingOptionsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task FirstUse_WrongOption_SaysWhatToSet()
    {
        (Action<AgentKitOptions> Configure, string Message)[] cases =
        [
            (options => options.Coalescing.MaxGroupSize = 1, "Coalescing.MaxGroupSize must be between 2 and 1000; it is 1"),
            (options => options.Coalescing.Concurrency = 33, "Coalescing.Concurrency must be between 1 and 32; it is 33"),
            (options => options.Coalescing.Capacity = 0, "Coalescing.Capacity must be between 1 and 1000000; it is 0"),
            (options => options.Coalescing = null!, "Coalescing must not be null"),
        ];

        foreach (var (configure, message) in cases)
        {
            await using var provider = fixture.CreateProvider(configure);
            provider.Invoking(p => p.GetService(typeof(ISessionStore))).Should().Throw<OptionsValidationException>().WithMessage($"*{message}*");
        }
    }
}
