using AgentKit.Cli;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary>What is said of lists that are too long to be counted.</summary>
public sealed class BoundedCountTests
{
    [Theory]
    [InlineData(3, true, "3")]
    [InlineData(3, false, "0")]
    [InlineData(int.MaxValue, true, "at least 20")]
    [InlineData(int.MaxValue, false, "not counted")]
    public async Task DescribeAsync_ListOfPages_ClaimsNoMoreThanItSaw(int pages, bool counts, string expected)
    {
        var page = 0;

        var said = await BoundedCount.DescribeAsync(_ => Task.FromResult(new Page<int>([page], ++page < pages ? "next" : null)), _ => counts);

        said.Should().Be(expected);
    }
}
