using static AgentKit.Tests.BadInput.Rules;

namespace AgentKit.Tests.BadInput;

internal static partial class RuleTable
{
    private static Rule Age => Between(TimeSpan.FromDays(1_000), TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MinValue);

    private static Dictionary<string, Rule> OfEvents => new()
    {
        ["IEventLog.newEvent"] = Required,
        ["IEventLog.newEvents"] = List(10_000, new NewEvent(EventCategory.Hook, "type")) is var list ? list : null!,
        ["IEventLog.filter"] = Optional,
        ["IEventLog.before"] = AnyTime with { Accepted = [.. AnyTime.Accepted.SkipLast(1)] },
        ["IEventLog.batchSize"] = Count(10_000),
        ["IEventBuffer.newEvent"] = Required,
        ["NewEvent.Id"] = NewId,
        ["NewEvent.Category"] = Enum<EventCategory>(),
        ["NewEvent.Type"] = Name(200),
        ["NewEvent.ToolName"] = Name(200).OrNull,
        ["NewEvent.SessionId"] = AnyId.OrNull,
        ["NewEvent.RunId"] = AnyId.OrNull,
        ["NewEvent.Payload"] = Json(64 * Kibi).OrNull,
        ["NewEvent.OccurredAt"] = Between(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.MaxValue.AddTicks(-10),
            DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue,
            DateTimeOffset.UnixEpoch.AddTicks(-1),
            new DateTimeOffset(1970, 1, 1, 13, 59, 59, TimeSpan.FromHours(14))).OrNull,
        ["EventFilter.SessionId"] = AnyId.OrNull,
        ["EventFilter.RunId"] = AnyId.OrNull,
        ["EventFilter.Type"] = Name(200).OrNull,
        ["EventFilter.ToolName"] = Name(200).OrNull,
        ["EventFilter.Category"] = Enum<EventCategory>().OrNull,
        ["EventFilter.From"] = AnyTime,
        ["EventFilter.To"] = AnyTime,
        ["EventFilter.Limit"] = Count(1_000),
        ["EventFilter.Cursor"] = PageCursor,
    };

    private static Dictionary<string, Rule> OfAgents => new()
    {
        ["IAgentRegistry.agentId"] = Name(100),
        ["IAgentRegistry.name"] = Name(200),
        ["IAgentRegistry.toolName"] = Name(200),
        ["IAgentRegistry.enabled"] = Any(true, false),
        ["IAgentRegistry.instructions"] = Text(100_000),
        ["IAgentRegistry.definition"] = Required,
        ["AgentDefinition.Id"] = Form("a", "0", "a-b_c.d", "null", "true"),
        ["AgentDefinition.Name"] = Name(200),
        ["AgentDefinition.Description"] = Text(2_000).OrNull,
        ["AgentDefinition.Instructions"] = Text(100_000),
        ["AgentDefinition.Model"] = Text(200).OrNull,
        ["AgentDefinition.ModelAlias"] = Text(200).OrNull,
        ["AgentDefinition.Tools"] = List(0, "a"),
        ["AgentDefinition.Tools[]"] = Name(200),
        ["AgentDefinition.Phases"] = List(0, new AgentPhase("a")),
        ["AgentPhase.Name"] = new([.. Name(200).Refused, .. Name(200).Accepted], []),
        ["AgentPhase.Next"] = List(0, "a"),
        ["AgentPhase.Next[]"] = new([.. Name(200).Refused, .. Name(200).Accepted], []),
        ["AgentDefinition.TokenBudget"] = Between(1, long.MaxValue, 0, -1, long.MinValue).OrNull,
        ["AgentDefinition.Settings"] = Object(),
    };

    private static Dictionary<string, Rule> OfBudgets => new()
    {
        ["IBudgetStore.subject"] = Required,
        ["IBudgetStore.after"] = Optional,
        ["IBudgetStore.limit"] = Count(1_000),
        ["IBudgetStore.SweepAsync.limit"] = Count(10_000),
        ["IBudgetStore.SetAsync.limit"] = Required,
        ["IBudgetStore.reservation"] = Required,
        ["IBudgetStore.reservationId"] = SomeId,
        ["IBudgetStore.periodStart"] = new([AnyTime.Accepted[1]], [AnyTime.Accepted[0], .. AnyTime.Accepted.Skip(2).SkipLast(1)]),
        ["BudgetLimit.Tokens"] = Between(1, Usage.MaxTokens, 0, -1, long.MinValue, Usage.MaxTokens + 1, long.MaxValue).OrNull,
        ["BudgetLimit.Cost"] = PositiveMoney.OrNull,
        ["NewReservation.Id"] = NewId,
        ["NewReservation.SessionId"] = SomeId,
        ["NewReservation.RunId"] = SomeId.OrNull,
        ["NewReservation.Tokens"] = Tokens,
        ["NewReservation.Cost"] = Money,
        ["NewReservation.ExpiresAfter"] = Lease,
    };

    private static Dictionary<string, Rule> OfPreferences => new()
    {
        ["IPreferenceStore.userId"] = Name(200).OrNull,
        ["IPreferenceStore.change"] = Required,
        ["PreferenceChange.Locale"] = Form("es-CO", "x-a", "zh-Hant-TW", "NULL", "null", "true") is var locale ? locale.OrNull : null!,
        ["PreferenceChange.TimeZoneId"] = Form("UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "NULL", "null", "true", "a/b") is var zone ? zone.OrNull : null!,
        ["PreferenceChange.ResponseStyle"] = Name(500).OrNull,
        ["PreferenceChange.AutoExecuteLevel"] = Enum<AutoExecuteLevel>().OrNull,
        ["PreferenceChange.Metadata"] = Object(),
        ["PreferenceChange.RemovedMetadata"] = List(1_000, "a"),
        ["PreferenceChange.RemovedMetadata[]"] = Text(1_000),
        ["PreferenceChange.Unset"] = new(
            [new("unknown", (PreferenceFields)16), new("negative", (PreferenceFields)(-1)), new("both set and given up", PreferenceFields.Locale)],
            [new("none", PreferenceFields.None)]),
    };

    private static Dictionary<string, Rule> OfPersonalData => new()
    {
        ["IPersonalData.userId"] = Name(200),
        ["IPersonalData.sessionId"] = SomeId,
        ["IPersonalData.erasureId"] = NewId.OrNull,
        ["IPersonalData.destination"] = Required,
        ["IPersonalData.source"] = Required,
        ["IRetention.policy"] = Required,
        ["RetentionPolicy.AccessLog"] = Age.OrNull,
        ["RetentionPolicy.ArchivedTurns"] = Age.OrNull,
        ["RetentionPolicy.Events"] = Age.OrNull,
        ["RetentionPolicy.MaxRows"] = Count(100_000_000),
        ["RetentionPolicy.Sessions"] = Ages(SessionStatus.Closed, (SessionStatus)99),
        ["RetentionPolicy.Tasks"] = Ages(AgentTaskStatus.Completed, AgentTaskStatus.Pending),
        ["RetentionPolicy.ToolRuns"] = Ages(ToolRunStatus.Failed, ToolRunStatus.Running),
        ["IAccessLog.filter"] = Optional,
        ["AccessFilter.UserId"] = Name(200).OrNull,
        ["AccessFilter.SessionId"] = AnyId.OrNull,
        ["AccessFilter.From"] = AnyTime,
        ["AccessFilter.To"] = AnyTime,
        ["AccessFilter.Limit"] = Count(1_000),
        ["AccessFilter.Cursor"] = PageCursor,
    };

    private static Dictionary<string, Rule> OfTheRest => new()
    {
        ["IChangeFeed.sessionId"] = SomeId,
        ["IChangeFeed.after"] = new([.. PageCursor.Refused], [new("null", null), new("beginning", ChangeCursor.Beginning)]),
        ["IChangeFeed.limit"] = Count(1_000),
        ["IChangeFeed.afterVersion"] = Between(0, long.MaxValue, -1, long.MinValue),
        ["IWorkflowFiles.sessionId"] = AnyId,
        ["IWorkflowFiles.evenIfOlder"] = Any(true, false),
        ["IWorkflowFiles.workingDirectory"] = Name(500),
        ["IMigrator.toVersion"] = Between(0, 0, -1, int.MinValue, int.MaxValue, 10_000),
        ["IMigrator.fromVersion"] = Between(0, 0, -1, int.MinValue, int.MaxValue, 10_000),
        ["IMigrator.login"] = Name(63).OrNull,
        ["IApprovalPolicy.request"] = Required,
        ["ToolApprovalRequest.Scope"] = Any(Subject.Imagined.Scope),
        ["ToolApprovalRequest.ToolName"] = Any("", "a\0"),
        ["ToolApprovalRequest.Risk"] = Enum<ToolRisk>(),
        ["ToolApprovalRequest.Level"] = Enum<AutoExecuteLevel>(),
        ["ToolApprovalRequest.Input"] = Any(Samples.Json, null),
        ["ToolApprovalRequest.SessionId"] = AnyId.OrNull,
    };

    private static Rule Ages<T>(T over, T notOver)
        where T : struct, Enum => new(
            [
                new("null", null),
                new("no age", new Dictionary<T, TimeSpan> { [over] = TimeSpan.Zero }),
                new("negative", new Dictionary<T, TimeSpan> { [over] = TimeSpan.MinValue }),
                new("what is not over", new Dictionary<T, TimeSpan> { [notOver] = TimeSpan.FromDays(1) }),
            ],
            [new("for ever", new Dictionary<T, TimeSpan> { [over] = TimeSpan.MaxValue })]);
}
