using Microsoft.Extensions.Configuration;

namespace AgentKit;

/// <summary>
/// What of the options can stand in a configuration: everything but objects of the host's. It is bound by code that is generated and survives
/// trimming, which the options themselves, with data sources and pipelines in them, cannot be.
/// </summary>
internal sealed class ConfiguredOptions
{
    public string? ConnectionString { get; set; }

    public string Schema { get; set; } = "";

    public string ApplicationRole { get; set; } = "";

    public bool MigrateAtStart { get; set; }

    public bool AllowReset { get; set; }

    public PreparedStatementMode PreparedStatements { get; set; }

    public ScopePropagation ScopePropagation { get; set; }

    public TimeSpan AgentCacheDuration { get; set; }

    public string? WorkflowRoot { get; set; }

    public bool NotifyChanges { get; set; }

    public TimeSpan ChangePollInterval { get; set; }

    public TimeSpan ChangePollIntervalWhileListening { get; set; }

    public bool AuditAdminReads { get; set; }

    public ContentLimits Limits { get; set; } = new();

    public ConfiguredResilience Resilience { get; set; } = new();

    public EventBufferOptions EventBuffer { get; set; } = new();

    public CoalescingOptions Coalescing { get; set; } = new();

    /// <summary>Reads a section. What it does not name stays as it is.</summary>
    /// <exception cref="InvalidOperationException">
    /// A key is no option, which is a mistake of writing that nobody else would find; or a value is none of its kind.
    /// </exception>
    public static void Bind(IConfiguration section, AgentKitOptions options)
    {
        var values = Of(options);
        section.Bind(values, static binder => binder.ErrorOnUnknownConfiguration = true);
        values.ApplyTo(options);
    }

    private static ConfiguredOptions Of(AgentKitOptions options) => new()
    {
        ConnectionString = options.ConnectionString,
        Schema = options.Schema,
        ApplicationRole = options.ApplicationRole,
        MigrateAtStart = options.MigrateAtStart,
        AllowReset = options.AllowReset,
        PreparedStatements = options.PreparedStatements,
        ScopePropagation = options.ScopePropagation,
        AgentCacheDuration = options.AgentCacheDuration,
        WorkflowRoot = options.WorkflowRoot,
        NotifyChanges = options.NotifyChanges,
        ChangePollInterval = options.ChangePollInterval,
        ChangePollIntervalWhileListening = options.ChangePollIntervalWhileListening,
        AuditAdminReads = options.AuditAdminReads,
        Limits = options.Limits,
        Resilience = ConfiguredResilience.Of(options.Resilience),
        EventBuffer = options.EventBuffer,
        Coalescing = options.Coalescing,
    };

    private void ApplyTo(AgentKitOptions options)
    {
        options.ConnectionString = ConnectionString;
        options.Schema = Schema;
        options.ApplicationRole = ApplicationRole;
        options.MigrateAtStart = MigrateAtStart;
        options.AllowReset = AllowReset;
        options.PreparedStatements = PreparedStatements;
        options.ScopePropagation = ScopePropagation;
        options.AgentCacheDuration = AgentCacheDuration;
        options.WorkflowRoot = WorkflowRoot;
        options.NotifyChanges = NotifyChanges;
        options.ChangePollInterval = ChangePollInterval;
        options.ChangePollIntervalWhileListening = ChangePollIntervalWhileListening;
        options.AuditAdminReads = AuditAdminReads;
        options.Limits = Limits;
        Resilience.ApplyTo(options.Resilience);
        options.EventBuffer = EventBuffer;
        options.Coalescing = Coalescing;
    }
}
