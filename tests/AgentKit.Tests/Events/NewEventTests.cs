using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Events;

/// <summary>The id of an event is made from its time, unless it is given.</summary>
public class NewEventTests
{
    private static readonly DateTimeOffset Noon = EventSamples.Noon;

    [Fact]
    public void Id_NoTimeGiven_IsANewOneOfNow()
    {
        var (one, two) = (EventSamples.New(), EventSamples.New());

        one.Id.Version.Should().Be(7);
        one.Id.Should().NotBe(two.Id);
        one.OccurredAt.Should().BeNull();
    }

    [Fact]
    public void Id_TimeGiven_IsMadeFromIt()
    {
        var made = EventSamples.New() with { OccurredAt = Noon };

        made.Id.CompareTo(UuidV7Bounds.At(Noon)).Should().BePositive();
        made.Id.CompareTo(UuidV7Bounds.At(Noon.AddMilliseconds(1))).Should().BeNegative();
        made.Id.Version.Should().Be(7);
    }

    [Fact]
    public void Id_GivenBeforeOrAfterTheTime_Stays()
    {
        var id = Guid.CreateVersion7();

        new NewEvent(EventCategory.Hook, "t") { Id = id, OccurredAt = Noon }.Id.Should().Be(id);
        new NewEvent(EventCategory.Hook, "t") { OccurredAt = Noon, Id = id }.Id.Should().Be(id);
    }

    [Fact]
    public void Id_OfACopy_StaysUnlessTheTimeIsAnother()
    {
        var original = EventSamples.New() with { OccurredAt = Noon };

        (original with { ToolName = "tool" }).Id.Should().Be(original.Id);
        (original with { OccurredAt = Noon.AddDays(1) }).Id.Should().NotBe(original.Id);
    }

    [Fact]
    public void OccurredAt_BeforeTheEpoch_IsRefusedWhenItIsRecordedAndNotBefore() =>
        (EventSamples.New() with { OccurredAt = DateTimeOffset.MinValue }).Id.Version.Should().Be(7);
}
