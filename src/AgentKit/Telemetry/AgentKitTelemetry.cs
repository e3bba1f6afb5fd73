namespace AgentKit;

/// <summary>What a host tells its telemetry to listen to. Nothing is measured, and nothing allocated, until somebody does.</summary>
/// <remarks>
/// Spans and metrics follow the semantic conventions of OpenTelemetry for databases and generative AI. They name operations, ids, models and
/// tools, never what was said or what a tool was given. The README of the folder <c>Telemetry</c> lists all of them.
/// </remarks>
public static class AgentKitTelemetry
{
    /// <summary>
    /// The name of every <see cref="System.Diagnostics.ActivitySource"/> and <see cref="System.Diagnostics.Metrics.Meter"/> of AgentKit and its
    /// extensions: <c>AgentKit</c>.
    /// </summary>
    public const string Name = "AgentKit";
}
