using System.Diagnostics;
using AgentKit.Tests.Faults.Operations;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Isolation;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Faults;

/// <summary>
/// Every write of every store, disturbed in every way: what was acknowledged is there, nothing is there twice, errors are typed, and nobody waits
/// for ever. With <c>AGENTKIT_SOAK=00:10:00</c> all of it, at each request of a write, and then at random for as long as that.
/// </summary>
public sealed class FaultMatrixTests(AgentKitFixture fixture, ITestOutputHelper output) : IClassFixture<AgentKitFixture>
{
    /// <summary>Methods of the stores that write nothing are called so.</summary>
    private static readonly string[] Reading = ["Get", "Find", "List", "Stream", "Replay", "Search", "Read", "Watch", "Export"];

    private static readonly (string Name, Operation Operation)[] Operations =
    [
        .. typeof(IStoreOperations).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IStoreOperations)))
            .Select(type => (IStoreOperations)Activator.CreateInstance(type)!)
            .SelectMany(store => store.Writes.Select(write => ($"{store.Store.Name}.{write.Key}", write.Value)))
            .OrderBy(operation => operation.Item1, StringComparer.Ordinal),
    ];

    [Fact]
    public void EveryWrite_OfEveryStore_IsDisturbed()
    {
        var stores = typeof(ISessionStore).Assembly.GetExportedTypes().Where(type => type.IsInterface).Select(type => $"{type.Name}.").ToArray();
        var writes = ScopedMembers.All.Where(member =>
            stores.Any(store => member.StartsWith(store, StringComparison.Ordinal))
            && (member.Contains(".GetOrCreate", StringComparison.Ordinal)
                || !Reading.Any(verb => member.Contains($".{verb}", StringComparison.Ordinal))));

        Operations.Select(operation => operation.Name).Should().BeEquivalentTo(writes).And.HaveCountGreaterThan(70);
    }

    [Fact]
    public async Task EveryWrite_DisturbedInEveryWay_IsAppliedOnce()
    {
        await using var references = new References(fixture);
        var run = new FaultRun(fixture, references);

        await run.AllAsync(Soak.Time is null ? Some : key => All.Where(one => one.Key == key));
        if (Soak.Time is { } time)
        {
            var clock = Stopwatch.StartNew();
            await run.AllAsync(key => AtRandom(key).TakeWhile(_ => clock.Elapsed < time));
        }

        output.WriteLine($"{Operations.Length} writes, {FaultKind.All.Count} ways: {run.Cases} writes disturbed by {run.Faults} faults, "
            + $"{run.Violations.Count} violations; nobody waited longer than {run.Longest}");
        foreach (var alike in run.Violations.GroupBy(violation => violation.Operation))
        {
            output.WriteLine($"{alike.Count()} of {alike.Key}, such as {alike.First().What}");
        }

        run.Violations.Should().BeEmpty();
    }

    /// <summary>Each write in every way, at each of its requests, by itself and in groups.</summary>
    private static IEnumerable<FaultCase> All =>
        from key in FaultLaneKey.All
        from operation in Operations
        from kind in FaultKind.All
        where key.Takes(kind)
        select new FaultCase(key, operation.Name, operation.Operation, kind, Request: null);

    /// <summary>Two ways for each write, so that each way comes up several times; those that have to be waited for, less often.</summary>
    private static IEnumerable<FaultCase> Some(FaultLaneKey key)
    {
        for (var i = 0; i < 2 * Operations.Length; i++)
        {
            var (operation, kind) = (Operations[i / 2], FaultKind.All[i % FaultKind.All.Count]);
            if (key.Takes(kind) && key.Coalesces == (i % 3 == 0) && (!kind.Hangs || i % 4 == 0))
            {
                yield return new(key, operation.Name, operation.Operation, kind, Request: null);
            }
        }
    }

    /// <summary>At any byte of any request.</summary>
    private static IEnumerable<FaultCase> AtRandom(FaultLaneKey key)
    {
        var kinds = FaultKind.All.Where(key.Takes).ToArray();
        while (true)
        {
            var (operation, kind) = (Operations[Random.Shared.Next(Operations.Length)], kinds[Random.Shared.Next(kinds.Length)]);
            if (kind.Fault.Share is > 0 and < 1)
            {
                kind = kind with { Fault = kind.Fault with { Share = Random.Shared.NextDouble() } };
            }

            yield return new(key, operation.Name, operation.Operation, kind, Random.Shared.Next(8));
        }
    }
}
