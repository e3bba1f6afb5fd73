using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Paging;

public class UuidV7BoundsTests
{
    [Theory]
    [InlineData("2026-05-01T12:00:00.000Z")]
    [InlineData("1970-01-01T00:00:00.001Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void At_Time_LiesBetweenTheMillisecondBeforeAndTheMillisecondItself(string text)
    {
        var time = DateTimeOffset.Parse(text, null);
        var bound = UuidV7Bounds.At(time);

        for (var i = 0; i < 100; i++)
        {
            (Guid.CreateVersion7(time) > bound).Should().BeTrue();
            (Guid.CreateVersion7(time.AddMilliseconds(-1)) < bound).Should().BeTrue();
        }

        UuidV7Bounds.At(time.AddTicks(9_999)).Should().Be(bound, "within the millisecond there is no order");
    }

    [Fact]
    public void At_Time_HasItsMillisecondsInTheFirstSixBytes() =>
        UuidV7Bounds.At(DateTimeOffset.FromUnixTimeMilliseconds(0x0123456789AB)).ToString().Should().Be("01234567-89ab-0000-0000-000000000000");

    [Fact]
    public void At_BeforeTheEpoch_IsTheLowest() => UuidV7Bounds.At(DateTimeOffset.MinValue).Should().Be(UuidV7Bounds.Lowest);

    [Fact]
    public void Bounds_LatestAndFirstId_LieBetween()
    {
        (Guid.CreateVersion7(DateTimeOffset.MaxValue) < UuidV7Bounds.Highest).Should().BeTrue();
        (Guid.CreateVersion7(DateTimeOffset.UnixEpoch) > UuidV7Bounds.Lowest).Should().BeTrue();
    }
}
