using System.Reflection;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>House rules of methods that answer later, and of the stores.</summary>
public class AsyncConventionTests
{
    private static IEnumerable<MethodInfo> WrittenAsyncMethods =>
        LibraryAssemblies.WrittenTypes
            .SelectMany(type => type.GetMethods(LibraryAssemblies.Declared))
            .Where(method => LibraryAssemblies.IsAsync(method) && !LibraryAssemblies.IsGenerated(method) && !method.IsSpecialName);

    private static IEnumerable<MethodInfo> PublicAsyncMethods =>
        WrittenAsyncMethods.Where(method => method is { IsPublic: true, DeclaringType.IsVisible: true } && method.Name != "DisposeAsync");

    /// <summary>
    /// Stores: public interfaces that do I/O. Not the migrator, which works for no workspace, and not the buffer, which does its I/O through a store.
    /// </summary>
    private static Type[] Stores =>
    [
        .. LibraryAssemblies.AgentKit.GetExportedTypes()
            .Where(type => type.IsInterface && type != typeof(IMigrator) && type != typeof(IEventBuffer) && type.GetMethods().Any(LibraryAssemblies.IsAsync)),
    ];

    [Fact]
    public void AsyncMethod_Any_EndsInAsync() =>
        WrittenAsyncMethods
            .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("a method that returns a task or an asynchronous sequence ends in Async");

    [Fact]
    public void AsyncMethod_Public_TakesALastOptionalCancellationToken() =>
        PublicAsyncMethods
            .Where(method => method.GetParameters() is not [.., { Name: "cancellationToken", HasDefaultValue: true } last]
                || last.ParameterType != typeof(CancellationToken))
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("the last parameter is to be: CancellationToken cancellationToken = default");

    [Fact]
    public void StoreMethod_Any_TakesTheScopeFirst() =>
        Stores.SelectMany(store => store.GetMethods())
            .Where(method => method.GetParameters() is not [{ Name: "scope" } first, ..] || first.ParameterType != typeof(AgentScope))
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("who asks is never ambient: the first parameter is to be AgentScope scope");

    [Fact]
    public void Store_Implementation_IsInternalSealedAndNamedAfterItsContract() =>
        Stores.SelectMany(store => LibraryAssemblies.AgentKit.GetTypes()
                .Where(type => type.IsClass && store.IsAssignableFrom(type))
                .Where(type => type.IsPublic || !type.IsSealed || type.Name != $"Postgres{store.Name[1..]}")
                .Select(type => $"{type.FullName} is to be: internal sealed class Postgres{store.Name[1..]}"))
            .Should().BeEmpty();

    [Fact]
    public void Store_Any_HasAnImplementation() =>
        Stores.Where(store => !LibraryAssemblies.AgentKit.GetTypes().Any(type => type.IsClass && store.IsAssignableFrom(type)))
            .Select(store => store.FullName)
            .Should().BeEmpty("a contract that AddAgentKit promises is to have its PostgreSQL implementation");
}
