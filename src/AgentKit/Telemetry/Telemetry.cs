using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentKit.Infrastructure;

/// <summary>
/// The sources of spans and metrics of one database. They are instances of the host's, not of the process: two hosts in one process do not mix.
/// </summary>
/// <remarks>A partial file for each concept; each asks first whether anybody listens, so that nobody pays who does not.</remarks>
internal sealed partial class Telemetry : IDisposable
{
    private readonly DatabaseTags _database;

    /// <param name="choice">Where the database is.</param>
    /// <param name="options">The schema.</param>
    /// <param name="name">What the host calls the database, where it has several.</param>
    /// <param name="status">What is known of it.</param>
    /// <param name="meters">The host's factory, which owns what it makes; none where there is no generic host.</param>
    public Telemetry(ConnectionChoice choice, AgentKitOptions options, DatabaseName name, DatabaseStatus status, IMeterFactory? meters = null)
    {
        var version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
        _database = new DatabaseTags(choice.DataSource?.ConnectionString ?? choice.ConnectionString!, options.Schema, name.Value);
        Source = new ActivitySource(AgentKitTelemetry.Name, version);
        var settings = new MeterOptions(AgentKitTelemetry.Name) { Version = version };
        Meter = meters?.Create(settings) ?? new Meter(settings);

        _callDuration = CreateDuration("db.client.operation.duration", "Duration of a call of the database, with all its attempts.", DatabaseSeconds);
        _retries = Meter.CreateCounter<long>("agentkit.db.retries", "{retry}", "Calls that were sent again after a passing failure.");
        _commits = Meter.CreateCounter<long>("agentkit.session.commits", "{commit}", "Commits that the database has answered, by outcome.");
        _tokens = Meter.CreateCounter<long>("agentkit.usage.tokens", "{token}", "Tokens that commits have added to sessions.");
        _cost = Meter.CreateCounter<double>("agentkit.usage.cost", "{cost}", "Money that commits have added to sessions, in the host's currency.");
        _updateAttempts = Meter.CreateHistogram(
            "agentkit.session.update.attempts",
            "{attempt}",
            "How often an update loaded and decided before it was committed or given up.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 3, 4, 6, 8, 11] });
        _toolDuration = CreateDuration("agentkit.tool.duration", "Duration of a tool, without the logging of it.", GenAISeconds);
        ObserveStatus(status);
    }

    public ActivitySource Source { get; }

    public Meter Meter { get; }

    public void Dispose()
    {
        Source.Dispose();
        Meter.Dispose(); // one of a factory's ignores it
    }

    /// <summary>The bounds that OpenTelemetry recommends for calls of databases.</summary>
    private static double[] DatabaseSeconds => [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    /// <summary>The bounds that it recommends for what models and their tools do.</summary>
    private static double[] GenAISeconds => [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private Histogram<double> CreateDuration(string name, string description, double[] bounds) => Meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
