using AgentKit.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

/// <summary>Parameters serve one call after the other; nothing of a call may reach the next one.</summary>
public sealed class StatementTests
{
    private static readonly AgentScope Scope = AgentScope.ForUser("acme", "u-1");

    private readonly Query _query = new("test", "SELECT $1, $2", ["Text", Query.WorkspaceId]);

    [Fact]
    public void ToCommand_AfterARelease_UsesTheParametersAgainWithItsOwnValues()
    {
        var first = new Statement(_query).Set("Text", "first");
        var parameter = first.ToCommand(Scope).Parameters[0];
        first.Release();

        var command = new Statement(_query).Set("Text", "second").ToCommand(Scope);

        command.Parameters[0].Should().BeSameAs(parameter);
        command.Parameters.Select(value => value.Value).Should().Equal("second", "acme");
    }

    [Fact]
    public void ToCommand_AValueThatOnlyTheCallBeforeHad_IsAMissingValue()
    {
        var first = new Statement(_query).Set("Text", "first");
        first.ToCommand(Scope);
        first.Release();

        var command = () => new Statement(_query).ToCommand(Scope);

        command.Should().Throw<InvalidOperationException>().WithMessage("*@Text was given no value*");
    }

    [Fact]
    public void Release_LetsGoOfTheValues()
    {
        var statement = new Statement(_query).Set("Text", "contents");
        var parameter = (NpgsqlParameter<string>)statement.ToCommand(Scope).Parameters[0];

        statement.Release();

        parameter.TypedValue.Should().BeNull();
    }

    /// <summary>The sending of the connection that broke may still be at the parameters of the first attempt.</summary>
    [Fact]
    public void ToCommand_ForAnotherAttempt_TakesOtherParametersWithTheSameValues()
    {
        var statement = new Statement(_query).Set("Text", "contents");
        var first = statement.ToCommand(Scope).Parameters.ToArray();

        var second = statement.ToCommand(Scope).Parameters.ToArray();
        statement.Release();
        var next = new Statement(_query).Set("Text", "next").ToCommand(Scope).Parameters.ToArray();

        second.Select(value => value.Value).Should().Equal("contents", "acme");
        second.Should().NotContain(value => first.Contains(value));
        next.Should().NotContain(value => first.Contains(value) || second.Contains(value));
    }

    [Fact]
    public void ToCommand_TwoCallsAtOnce_ShareNothing()
    {
        var one = new Statement(_query).Set("Text", "one").ToCommand(Scope);
        var other = new Statement(_query).Set("Text", "other").ToCommand(Scope);

        one.Parameters[0].Value.Should().Be("one");
        other.Parameters[0].Value.Should().Be("other");
    }

    [Fact]
    public void Set_AnotherTypeThanTheCallBefore_IsTaken()
    {
        var first = new Statement(_query).Set("Text", "first");
        first.ToCommand(Scope);
        first.Release();

        new Statement(_query).Set("Text", 7L).ToCommand(Scope).Parameters[0].Value.Should().Be(7L);
    }
}
