using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentKit.Cli;

/// <summary>
/// What <c>--json</c> writes: the library's own records, names in camelCase, closed sets of words as the database has them (snake_case), times in
/// ISO 8601, durations in seconds.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(SecondsConverter),
        typeof(WordConverter<AgentTaskStatus>),
        typeof(WordConverter<CheckState>),
        typeof(WordConverter<EventCategory>),
        typeof(WordConverter<MigrationState>),
        typeof(WordConverter<RunStatus>),
        typeof(WordConverter<SessionStatus>),
        typeof(WordConverter<TaskStepStatus>),
        typeof(WordConverter<ToolRunStatus>),
        typeof(WordConverter<TurnRole>),
    ])]
[JsonSerializable(typeof(AgentEvent))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ErasureReceipt))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(MigrationScriptText))]
[JsonSerializable(typeof(MigrationVerdict))]
[JsonSerializable(typeof(Page<ImportReport>))]
[JsonSerializable(typeof(Page<MigrationInfo>))]
[JsonSerializable(typeof(Page<PendingApproval>))]
[JsonSerializable(typeof(Page<RegisteredAgent>))]
[JsonSerializable(typeof(Page<Run>))]
[JsonSerializable(typeof(Page<Session>))]
[JsonSerializable(typeof(Page<ToolStatistics>))]
[JsonSerializable(typeof(RegisteredAgent))]
[JsonSerializable(typeof(RetentionReceipt))]
[JsonSerializable(typeof(RunTimeline))]
[JsonSerializable(typeof(SessionTranscript))]
[JsonSerializable(typeof(ToolRun))]
internal sealed partial class CliJson : JsonSerializerContext;
