using AgentKit.Quickstart;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_WithoutArguments_TakesTheShippedConversationsAndEightWorkers()
    {
        var options = CommandLine.Parse([]);

        options.Paths.Should().Equal(CommandLine.ShippedConversations);
        options.Workers.Should().Be(8);
        options.ConnectionString.Should().BeNull();
    }

    [Fact]
    public void Parse_WithOptionsAmongPaths_TellsThemApart()
    {
        var options = CommandLine.Parse(["a.json", "--workers", "3", "b", "--connection", "Host=db", "--price", "1.5/6", "c"]);

        options.Paths.Should().Equal("a.json", "b", "c");
        options.Workers.Should().Be(3);
        options.ConnectionString.Should().Be("Host=db");
        options.Prices.For("any").Should().Be(new Quickstart.Loading.Price(1.5m, 1.5m, 6m));
    }

    [Theory]
    [InlineData("--workers")]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "65")]
    [InlineData("--workers", "many")]
    [InlineData("--connection")]
    [InlineData("--price", "2")]
    [InlineData("--price", "-1/2")]
    [InlineData("--verbose")]
    public void Parse_WithAWrongOption_NamesIt(params string[] args)
    {
        var parse = () => CommandLine.Parse(args);

        parse.Should().Throw<UsageException>().WithMessage($"*{args[0]}*");
    }
}
