using System.Text.Json;
using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>The checker finds what is wrong with tool runs, preferences and events.</summary>
public sealed class OtherCheckTests
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly Guid Later = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(1));
    private static readonly OtherCalls.ReadPreferences ReadPreferences = new(Past.Scope);

    [Fact]
    public void Check_OneEndOfATool_FindsNothing() => Ended("a").Against(WithTool("succeeded", "a")).Should().BeEmpty();

    [Fact]
    public void Check_TwoEndsOfAToolAcknowledged_AreADoubleDecision() =>
        Ended("a").Add(new ToolCalls.End(Past.Scope, Id, ToolRunStatus.Failed, "b"), Tool("b"))
            .Against(WithTool("succeeded", "a")).Should().Equal(Rule.DoubleDecision);

    [Fact]
    public void Check_EndOfAToolIsGone_IsALostWrite() => Ended("a").Against(WithTool("running", null)).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_ToolEndedByNobody_IsFound() => Started().Against(WithTool("succeeded", "a")).Should().Equal(Rule.NobodysWrite);

    [Fact]
    public void Check_ToolIsReadAsRunningAfterItsEnd_IsAStaleRead() =>
        Ended("a").Add(new ToolCalls.Read(Past.Scope, Id), Tool(null)).Against(WithTool("succeeded", "a")).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_LastPreferenceIsThere_FindsNothing() =>
        new Past().Set("1").Set("2").Add(ReadPreferences, Shown("2")).Against(WithPreference("2")).Should().BeEmpty();

    [Fact]
    public void Check_PreferencesSetAtTheSameTime_EitherMayBeThere()
    {
        var past = new Past();
        var begun = past.Now;

        past.Set("1").Set("2", begun: begun).Against(WithPreference("1")).Should().BeEmpty();
    }

    [Fact]
    public void Check_OverwrittenPreferenceIsThere_IsAStaleRead() =>
        new Past().Set("1").Set("2").Against(WithPreference("1")).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_OverwrittenPreferenceIsRead_IsAStaleRead() =>
        new Past().Set("1").Set("2").Add(ReadPreferences, Shown("1")).Against(WithPreference("2")).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_PreferenceIsSeenAndThenNotAnyMore_IsAStaleRead() =>
        new Past().Set("1").Set("2", Outcome.Unknown).Add(ReadPreferences, Shown("2")).Add(ReadPreferences, Shown("1"))
            .Against(WithPreference("2")).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_PreferenceIsGone_IsAStaleRead() => new Past().Set("1").Against(new EndState()).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_PreferenceOfNobody_IsFound() => new Past().Set("1").Against(WithPreference("3")).Should().Equal(Rule.NobodysWrite);

    [Fact]
    public void Check_EventsAreThereOnce_FindsNothing() =>
        Appended().Add(Read, (IReadOnlyList<Guid>)[Id, Later]).Against(WithEvents(Id, Later)).Should().BeEmpty();

    [Fact]
    public void Check_EventsOfAnAppendAreGone_AreLostWrites() =>
        Appended().Against(new EndState()).Should().Equal(Rule.LostWrite, Rule.LostWrite);

    [Fact]
    public void Check_EventOfABufferIsGone_IsALostWrite() =>
        new Past().Add(new OtherCalls.BufferEvent(Past.Scope, Id), true).Against(new EndState()).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_OnlyAPartOfAnAppendIsThere_IsABrokenSequence() =>
        new Past().Add(new OtherCalls.AppendEvents(Past.Scope, [Id, Later]), false, Outcome.Unknown)
            .Against(WithEvents(Id)).Should().Equal(Rule.BrokenSequence);

    [Fact]
    public void Check_EventIsThereTwice_IsAppliedTwice() => Appended().Against(WithEvents(Id, Later, Later)).Should().Equal(Rule.AppliedTwice);

    [Fact]
    public void Check_EventIsMissingInARead_IsAStaleRead() =>
        Appended().Add(Read, (IReadOnlyList<Guid>)[Id]).Against(WithEvents(Id, Later)).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_EventsAreReadOutOfOrder_AreABrokenSequence() =>
        Appended().Add(Read, (IReadOnlyList<Guid>)[Later, Id]).Against(WithEvents(Id, Later)).Should().Equal(Rule.BrokenSequence);

    [Fact]
    public void Check_EventsOfSomebodyElseWereRead_AreAScopeLeak() =>
        Appended().Add(new OtherCalls.ReadEvents(AgentScope.ForUser("w", "v")), (IReadOnlyList<Guid>)[Id])
            .Against(WithEvents(Id, Later)).Should().Equal(Rule.ScopeLeak);

    private static OtherCalls.ReadEvents Read => new(Past.Scope);

    private static Past Started() => new Past().Add(new ToolCalls.Start(Past.Scope, Id, Id), Tool(null));

    private static Past Ended(string mark) => Started().Add(new ToolCalls.End(Past.Scope, Id, ToolRunStatus.Succeeded, mark), Tool(mark));

    private static Past Appended() => new Past().Add(new OtherCalls.AppendEvents(Past.Scope, [Id, Later]), true);

    private static EndState WithTool(string status, string? mark) => new() { ToolRuns = [new(Id, Id, status, mark)] };

    private static EndState WithPreference(string value) => new() { Preferences = [new("w", "u", "tone", value)] };

    private static EndState WithEvents(params Guid[] ids) => new() { Events = [.. ids.Select(id => new StoredEvent("w", "u", id))] };

    private static AgentKit.Preferences Shown(string value) => new()
    {
        UserId = "u",
        AutoExecuteLevel = AutoExecuteLevel.SuggestOnly,
        Metadata = [],
        Own = new() { Metadata = new() { ["tone"] = value } },
        Defaults = new(),
    };

    private static ToolRun Tool(string? mark) => new()
    {
        Id = Id,
        SessionId = Id,
        ToolName = "search",
        Status = mark is null ? ToolRunStatus.Running : ToolRunStatus.Succeeded,
        Attempt = 1,
        Input = JsonElement.Parse("1"),
        Output = mark is null ? null : JsonElement.Parse($"\"{mark}\""),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
