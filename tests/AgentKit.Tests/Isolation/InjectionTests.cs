using AgentKit.Tests.BadInput;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Text that breaks out of SQL, in every place of every method that takes text: all places at once, a different text in each, and in the next
/// round all texts one place further. A canary that any role may drop stays, what is somebody else's too, and each text comes back.
/// </summary>
public sealed class InjectionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>All rounds put every text into every place; with <c>AGENTKIT_SOAK</c> they are made.</summary>
    private static readonly int Rounds = Soak.Time is not null ? HostileTexts.Payloads.Count : 3;

    [Fact]
    public async Task Call_SqlInEveryText_IsTextAndNothingElse()
    {
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, """
            CREATE TABLE public.canary (note text NOT NULL);
            INSERT INTO public.canary VALUES ('alive');
            GRANT ALL ON public.canary TO PUBLIC;
            ALTER TABLE public.canary OWNER TO agentkit_app;
            """);
        var bystander = await Target.CreateAsync(fixture);
        var before = await bystander.DumpAsync();
        var subjects = await StoredSubjects.CreateAsync(fixture);
        var input = new AcceptedInput(fixture, subjects);
        var seed = RandomSeed.Next();
        List<string> violations = [];

        foreach (var method in StoreMethod.All.Where(method => method.Contract != typeof(IMigrator)))
        {
            Place[] places = [.. method.PlacesIn(Arguments.For(method, Subject.Imagined)).Where(place => RuleTable.Of(place) is { IsFreeText: true, Accepted.Count: > 0 })];
            for (var round = 0; round < Rounds && places.Length > 0; round++)
            {
                (Place Place, object? Value)[] given =
                    [.. places.Select((place, i) => (place, (object?)HostileTexts.Payloads[(int)((uint)(seed + round + i) % HostileTexts.Payloads.Count)]))];
                var violation = await input.FindViolationAsync(
                    method, arguments => given.Aggregate(arguments, (changed, pair) => pair.Place.With(changed, pair.Value)), given);
                if (violation is not null)
                {
                    violations.Add($"{method}, round {round} of seed {seed}: {violation}");
                }
            }
        }

        string.Join('\n', violations).Should().BeEmpty();
        input.Calls.Should().BeGreaterThan(Rounds * 40);
        (await Sql.ScalarAsync<long>(fixture.Database.AdminConnectionString, "SELECT count(*) FROM public.canary WHERE note = 'alive'")).Should().Be(1);
        TableContents.Differences(before, await bystander.DumpAsync()).Should().BeEmpty();
    }
}
