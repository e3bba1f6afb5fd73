using System.Reflection;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Isolation.Attempts;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Every method of every store is tried by those who must not get through: another user, an admin, and a service of another workspace. A
/// method that is added without an attempt here fails the last test.
/// </summary>
public sealed class CrossScopeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly IStoreAttempts[] Stores =
    [
        .. typeof(IStoreAttempts).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IStoreAttempts)))
            .Select(type => (IStoreAttempts)Activator.CreateInstance(type)!),
    ];

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads = All(store => store.Reads);

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes = All(store => store.Writes);

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside = All(store => store.FromOutside);

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    public static TheoryData<string> FromOutsideNames => [.. FromOutside.Keys];

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task Read_BySomebodyElse_FindsNothing(string method)
    {
        var target = await Target.CreateAsync(fixture);
        await NothingAsync(Reads[method], target, target.OtherUser);
        await NothingAsync(Reads[method], target, target.OtherWorkspace);
        (await Reads[method](target, target.Owner)).Should().NotBeNull("the owner does find it");
        (await Reads[method](target, target.Admin)).Should().NotBeNull("an admin reads all of the workspace");
        (await Reads[method](target, target.Service)).Should().NotBeNull("a service reads all of the workspace");
    }

    [Theory]
    [MemberData(nameof(WriteNames))]
    public async Task Write_BySomebodyElse_ChangesNothing(string method)
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();

        await NothingAsync(Writes[method], target, target.OtherUser);
        await NothingAsync(Writes[method], target, target.OtherWorkspace);
        await NothingAsync(Writes[method], target, target.Admin, mayBeDenied: true);

        (await target.DumpAsync()).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(FromOutsideNames))]
    public async Task WhatIsTheWorkspaces_FromAnotherWorkspace_IsNeitherFoundNorChanged(string method)
    {
        var target = await Target.CreateAsync(fixture);

        await NothingAsync(FromOutside[method], target, target.OtherWorkspace);

        (await target.Agents.GetAsync(target.Service, "own")).Should().BeEquivalentTo(new { Version = 1L, IsShared = false });
    }

    [Fact]
    public void EveryMethod_OfEveryStore_HasAnAttempt()
    {
        var scoped = typeof(ISessionStore).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && type.GetMethods().Any(TakesAScope));
        Stores.Select(store => store.Store).Should().BeEquivalentTo(scoped);

        var methods = Stores
            .SelectMany(store => store.Store.GetMethods().Where(TakesAScope).Select(method => $"{store.Store.Name}.{method.Name}"))
            .Distinct();
        methods.Should().BeEquivalentTo(Reads.Keys.Concat(Writes.Keys).Concat(FromOutside.Keys));
    }

    private static bool TakesAScope(MethodInfo method) => method.GetParameters().FirstOrDefault()?.ParameterType == typeof(AgentScope);

    private static Dictionary<string, Func<Target, AgentScope, Task<object?>>> All(
        Func<IStoreAttempts, Dictionary<string, Func<Target, AgentScope, Task<object?>>>> choose) =>
        Stores
            .SelectMany(store => choose(store).Select(attempt => KeyValuePair.Create($"{store.Store.Name}.{attempt.Key}", attempt.Value)))
            .ToDictionary();

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
