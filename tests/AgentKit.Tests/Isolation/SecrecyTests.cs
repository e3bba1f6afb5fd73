using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Tests.BadInput;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Telemetry;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// A mark in all content that every method takes, and a password: neither is in what a host hears of it, whatever goes wrong. What it hears is
/// collected at the most talkative level there is: logs with their exceptions, spans, metrics, checks of health, and what is thrown.
/// </summary>
public sealed class SecrecyTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string Mark = "m4rk0fc0ntent";

    /// <summary>Places of what people and models say, and of what hosts keep; everything else is an id or a name, which errors may tell.</summary>
    private static readonly HashSet<string> Content = new(StringComparer.OrdinalIgnoreCase)
    {
        "Title", "Text", "Metadata", "CapturedData", "Data", "Input", "Output", "Payload", "Description", "Comment", "Message", "Reason",
        "StatusReason", "Instructions", "ResponseStyle", "Checkpoint", "Settings", "Query", "Intent", "Author", "Json",
    };

    [Fact]
    public async Task Calls_OfEveryMethod_TellNobodyTheContent()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        using var log = new CapturedLog();
        await using var provider = Provider(proxy.ConnectionString, log);
        using var telemetry = new TelemetryRecorder(provider);
        var subjects = await StoredSubjects.CreateAsync(fixture);
        List<Exception> thrown = [];
        var marked = 0;

        foreach (var method in StoreMethod.All.Where(method => method.Contract != typeof(IMigrator) && method.Method.Name != nameof(IChangeFeed.WatchAsync)))
        {
            var store = provider.GetRequiredService(method.Contract);
            var arguments = Arguments.For(method, await subjects.NewAsync(method));
            Place[] places = [.. method.PlacesIn(arguments).Where(place => Content.Contains(place.Name) && MarkedValue(place, broken: false) is not null)];
            if (places.Length == 0)
            {
                continue;
            }

            marked += places.Length;
            var good = places.Aggregate(arguments, (changed, place) => place.With(changed, MarkedValue(place, broken: false)));
            await TryAsync(thrown, method, store, good);
            await TryAsync(thrown, method, store, good);
            foreach (var place in places)
            {
                await TryAsync(thrown, method, store, place.With(arguments, MarkedValue(place, broken: true)));
            }

            proxy.CutRequests(1);
            proxy.CutReplies(1);
            await TryAsync(thrown, method, store, good);
        }

        marked.Should().BeGreaterThan(60);
        thrown.Should().HaveCountGreaterThan(60).And.Contain(error => error is DatabaseUnavailableException).And.Contain(error => error is AgentKitException);
        await ShouldBeSilentAsync(provider, log, telemetry, thrown, Mark);
        await ShouldBeSilentAsync(provider, log, telemetry, thrown, new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString).Password!);
    }

    [Fact]
    public async Task Refusal_OfPostgreSqlThatQuotesTheRow_IsToldWithoutIt()
    {
        using var log = new CapturedLog();
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database.AdminConnectionString, "ALTER TABLE agentkit.turns ADD CONSTRAINT nothing_more CHECK (false) NOT VALID");
        await using var provider = Provider(database.ConnectionString, log);
        await provider.GetRequiredService<IAgentRegistry>().RegisterAsync(AgentScope.Shared, new AgentDefinition("own", "Own"));
        using var telemetry = new TelemetryRecorder(provider);

        var refused = await RefuseAsync(provider);

        refused.Message.Should().Contain("constraint nothing_more");
        await ShouldBeSilentAsync(provider, log, telemetry, [refused], Mark);

        // A host may ask Npgsql for the details: of a row that policies guard, PostgreSQL itself tells none, unlike of any other.
        await using var talkative = Provider($"{database.ConnectionString};Include Error Detail=true", log);
        (await RefuseAsync(talkative)).ToString().Should().NotContain(Mark);
        var unguarded = () => Sql.ExecuteAsync(
            $"{database.AdminConnectionString};Include Error Detail=true", $"CREATE TABLE public.t (a text CHECK (false)); INSERT INTO public.t VALUES ('{Mark}')");
        (await unguarded.Should().ThrowAsync<PostgresException>()).Which.ToString().Should().Contain(Mark);
    }

    [Theory]
    [InlineData("Port", "1")]
    [InlineData("Password", "wr0ngpassw0rd")]
    [InlineData("Database", "n0where")]
    public async Task Start_ThatFails_TellsNobodyThePassword(string key, string value)
    {
        using var log = new CapturedLog();
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { [key] = value };
        await using var provider = Provider(settings.ConnectionString, log);
        using var telemetry = new TelemetryRecorder(provider);
        List<Exception> thrown = [];

        await TryAsync(thrown, StoreMethod.All.First(method => method.Contract == typeof(ISessionStore)), provider.GetRequiredService<ISessionStore>(),
            Arguments.For(StoreMethod.All.First(method => method.Contract == typeof(ISessionStore)), Subject.Imagined));

        await ShouldBeSilentAsync(provider, log, telemetry, thrown, settings.Password!);
    }

    private static async Task<DatabaseException> RefuseAsync(ServiceProvider provider)
    {
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentScope.ForUser("w", "u");
        var session = await sessions.CreateAsync(scope, new NewSession("own"));
        var commit = () => sessions.AppendAsync(scope, session.Id, new SessionCommit { Turns = [Turn.User(Mark)] });
        return (await commit.Should().ThrowAsync<DatabaseException>()).Which;
    }

    private static async Task ShouldBeSilentAsync(
        ServiceProvider provider, CapturedLog log, TelemetryRecorder telemetry, IEnumerable<Exception> thrown, string secret)
    {
        var health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        log.Entries.Select(entry => $"{entry.Message} {entry.Exception}").Should().NotContain(text => text.Contains(secret));
        thrown.Select(error => error.ToString()).Should().NotContain(text => text.Contains(secret));
        telemetry.Everything().Should().NotContain(secret);
        health.Entries.Values.Select(entry => $"{entry.Description} {entry.Exception} {string.Join(' ', entry.Data.Select(data => $"{data.Key} {data.Value}"))}")
            .Should().NotContain(text => text.Contains(secret));
    }

    private static async Task TryAsync(List<Exception> thrown, StoreMethod method, object store, object?[] arguments)
    {
        try
        {
            await Call.InvokeAsync(method, store, arguments);
        }
        catch (Exception error)
        {
            thrown.Add(error);
        }
    }

    /// <summary>Something of the place's type with the mark in it, or null where it takes nothing of the kind.</summary>
    private static object? MarkedValue(Place place, bool broken)
    {
        var text = broken ? $"{Mark}\0" : Mark;
        return (Nullable.GetUnderlyingType(place.Type) ?? place.Type) switch
        {
            var type when type == typeof(string) => text,
            var type when type == typeof(JsonElement) && place.Key == "OtherBlock.Json" => JsonSerializer.SerializeToElement(new { type = "image", text }),
            var type when type == typeof(JsonElement) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { [text] = text }),
            var type when type == typeof(JsonObject) => new JsonObject { [text] = text },
            _ => null,
        };
    }

    private static ServiceProvider Provider(string connectionString, CapturedLog log)
    {
        var services = new ServiceCollection();
        log.AddTo(services);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        services.AddHealthChecks().AddAgentKit();
        services.AddAgentKit(options =>
        {
            options.ConnectionString = connectionString;
            options.Resilience.TransientRetries = 1;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        return services.BuildServiceProvider();
    }
}
