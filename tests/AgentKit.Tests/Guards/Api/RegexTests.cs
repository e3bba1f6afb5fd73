using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>Patterns are linear and what they read is short, so they need no limit of time.</summary>
public sealed class RegexTests
{
    /// <summary>Thirty-two hosts that started at once on two busy cores failed by a limit of a second: it goes by the clock on the wall.</summary>
    [Fact]
    public void Pattern_OfTheLibrary_HasNoLimitOfTime()
    {
        var patterns = LibraryAssemblies.AgentKit.GetTypes()
            .SelectMany(type => type.GetMethods(LibraryAssemblies.Declared))
            .Select(method => (Name: LibraryAssemblies.Describe(method), Pattern: method.GetCustomAttribute<GeneratedRegexAttribute>()))
            .Where(method => method.Pattern is not null)
            .ToList();

        patterns.Should().NotBeEmpty();
        patterns.Where(method => method.Pattern!.MatchTimeoutMilliseconds != Timeout.Infinite).Select(method => method.Name).Should().BeEmpty(
            "a thread that waits for its turn is not a pattern that does not end, and no exception of Regex's is one of AgentKit's");
    }
}
