using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Isolation.Attempts;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Every public member that takes a scope is tried by those who must not get through: another user, an admin, and a user and a service of
/// another workspace. One that is added without an attempt here fails the last test; so does an overload.
/// </summary>
public sealed class CrossScopeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly IScopeAttempts[] Attempts =
    [
        .. typeof(IScopeAttempts).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IScopeAttempts)))
            .Select(type => (IScopeAttempts)Activator.CreateInstance(type)!),
    ];

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads = All(attempts => attempts.Reads);

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes = All(attempts => attempts.Writes);

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside = All(attempts => attempts.FromOutside);

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    public static TheoryData<string> FromOutsideNames => [.. FromOutside.Keys];

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task Read_BySomebodyElse_FindsNothing(string member)
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();

        await NothingAsync(Reads[member], target, target.OtherUser);
        await NothingAsync(Reads[member], target, target.OtherWorkspace);
        await NothingAsync(Reads[member], target, target.Namesake);

        TableContents.Differences(before, await target.DumpAsync()).Should().BeEmpty();
        (await Reads[member](target, target.Owner)).Should().NotBeNull("the owner does find it");
        (await Reads[member](target, target.Admin)).Should().NotBeNull("an admin reads all of the workspace");
        (await Reads[member](target, target.Service)).Should().NotBeNull("a service reads all of the workspace");
    }

    [Theory]
    [MemberData(nameof(WriteNames))]
    public async Task Write_BySomebodyElse_ChangesNothing(string member)
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();

        await NothingAsync(Writes[member], target, target.OtherUser);
        await NothingAsync(Writes[member], target, target.OtherWorkspace);
        await NothingAsync(Writes[member], target, target.Namesake);
        await NothingAsync(Writes[member], target, target.Admin, mayBeDenied: true);

        TableContents.Differences(before, await target.DumpAsync()).Should().BeEmpty();
        (await ChangesAsync(Writes[member], target, target.Owner) || await ChangesAsync(Writes[member], target, target.Service))
            .Should().BeTrue("who may do it does change something by the very same attempt");
    }

    [Theory]
    [MemberData(nameof(FromOutsideNames))]
    public async Task WhatIsTheWorkspaces_FromAnotherWorkspace_IsNeitherFoundNorChanged(string member)
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();

        await NothingAsync(FromOutside[member], target, target.OtherWorkspace);
        await NothingAsync(FromOutside[member], target, target.Namesake, mayBeDenied: true);

        TableContents.Differences(before, await target.DumpAsync()).Should().BeEmpty();
        (await FromOutside[member](target, target.Service)).Should().NotBeNull("a service of the workspace does get at it");
    }

    [Fact]
    public void EveryMember_ThatTakesAScope_HasAnAttemptOrAReason()
    {
        string[] attempted = [.. Reads.Keys, .. Writes.Keys, .. FromOutside.Keys];

        ScopedMembers.All.Should().HaveCountGreaterThan(100).And.OnlyHaveUniqueItems();
        attempted.Concat(ScopedMembers.WithoutAttempt.Keys).Should().BeEquivalentTo(ScopedMembers.All);
        Attempts.Select(attempts => attempts.Subject).Should().OnlyHaveUniqueItems();
    }

    private static Dictionary<string, Func<Target, AgentScope, Task<object?>>> All(
        Func<IScopeAttempts, Dictionary<string, Func<Target, AgentScope, Task<object?>>>> choose) =>
        Attempts
            .SelectMany(attempts => choose(attempts).Select(attempt => KeyValuePair.Create($"{attempts.Subject.Name}.{attempt.Key}", attempt.Value)))
            .ToDictionary();

    private static async Task<bool> ChangesAsync(Func<Target, AgentScope, Task<object?>> attempt, Target target, AgentScope scope)
    {
        var before = await target.DumpAsync();
        try
        {
            await attempt(target, scope);
        }
        catch (AccessDeniedException)
        {
            return false;
        }

        return TableContents.Differences(before, await target.DumpAsync()).Count > 0;
    }

    private static async Task NothingAsync(
        Func<Target, AgentScope, Task<object?>> attempt, Target target, AgentScope scope, bool mayBeDenied = false)
    {
        try
        {
            (await attempt(target, scope)).Should().BeNull($"a scope of level {scope.Access} must not get through");
        }
        catch (AgentKitException error)
        {
            error.Category.Should().BeOneOf(
                [ErrorCategory.NotFound, ErrorCategory.AlreadyExists, .. mayBeDenied ? [ErrorCategory.AccessDenied] : Array.Empty<ErrorCategory>()]);
        }
    }
}
