using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Coalescing;

/// <summary>Who travels together.</summary>
public sealed class GroupTests
{
    private static readonly AgentScope Ana = AgentScope.ForUser("w", "ana");
    private static readonly AgentScope Ben = AgentScope.ForUser("w", "ben");

    [Fact]
    public void TryAdd_SameRowTwice_LeavesTheSecondForTheNextGroup()
    {
        var group = new Group<Member>(10);
        var id = Id("aa");

        group.TryAdd(new(Ana, id)).Should().BeTrue();
        group.TryAdd(new(Ana, id)).Should().BeFalse();
        group.Count.Should().Be(1);
    }

    [Fact]
    public void TryAdd_RowsOfTwoUsersThatEndAlike_AreNotTakenTogether()
    {
        var group = new Group<Member>(10);

        group.TryAdd(new(Ana, Id("aa"))).Should().BeTrue();
        group.TryAdd(new(Ben, Id("aa"))).Should().BeFalse("what ends in aa is Ana's in this group");
        group.TryAdd(new(Ana, Id("aa"))).Should().BeTrue();
        group.TryAdd(new(Ben, Id("bb"))).Should().BeTrue();

        group.Users().RowDigits.Should().Equal("aa", "bb");
        group.Users().UserIds.Should().Equal("ana", "ben");
    }

    [Fact]
    public void TryAdd_SessionOnTheWay_ClaimsItsDigitsToo()
    {
        var group = new Group<Member>(10);

        group.TryAdd(new(Ana, Id("01"), Id("02"))).Should().BeTrue();
        group.TryAdd(new(Ben, Id("02"))).Should().BeFalse();
        group.TryAdd(new(Ben, Id("03"), Id("01"))).Should().BeFalse();
        group.Users().RowDigits.Should().Equal("01", "02");
    }

    [Fact]
    public void TryAdd_OneRowAndOneSessionWhoseDigitsAreTheSame_IsOneUser()
    {
        var group = new Group<Member>(10);

        group.TryAdd(new(Ana, Id("01"), Id("01"))).Should().BeTrue();
        group.Users().RowDigits.Should().Equal("01");
    }

    [Fact]
    public void TryAdd_Services_NeedNoDigits()
    {
        var group = new Group<Member>(2);
        var (one, other) = (AgentScope.ForService("w", "ana"), AgentScope.ForService("w"));

        group.TryAdd(new(one, Id("aa"))).Should().BeTrue();
        group.TryAdd(new(other, Id("aa"))).Should().BeTrue();
        group.TryAdd(new(other, Id("bb"))).Should().BeFalse("it is full");
        group.Users().RowDigits.Should().BeEmpty();
    }

    [Fact]
    public void TryAdd_UserAfterAService_IsNotTaken()
    {
        var (services, users) = (new Group<Member>(2), new Group<Member>(2));
        var service = AgentScope.ForService("w");

        services.TryAdd(new(service, Id("aa"))).Should().BeTrue();
        services.TryAdd(new(Ana, Id("bb"))).Should().BeFalse();
        users.TryAdd(new(Ana, Id("aa"))).Should().BeTrue();
        users.TryAdd(new(service, Id("bb"))).Should().BeFalse();
    }

    [Fact]
    public void TryAdd_ContentsAreLarge_EndsTheGroup()
    {
        var group = new Group<Member>(10);

        group.TryAdd(new(Ana, Id("01"), size: Group<Member>.MaxSize)).Should().BeTrue();
        group.TryAdd(new(Ana, Id("02"), size: 1)).Should().BeFalse();
    }

    [Fact]
    public void TryAdd_ManyRows_LeavesWhatIsTooMuchForTheNextGroup()
    {
        var group = new Group<Member>(10);

        group.TryAdd(new(Ana, Id("01"), rows: Group<Member>.MaxRows - 1)).Should().BeTrue();
        group.TryAdd(new(Ana, Id("02"), rows: 2)).Should().BeFalse();
        group.TryAdd(new(Ana, Id("03"), rows: 1)).Should().BeTrue();
    }

    [Fact]
    public void Sort_Ids_IsTheOrderOfTheDatabase()
    {
        var group = new Group<Member>(10);
        Guid[] ids = [.. Enumerable.Range(0, 10).Select(i => Guid.Parse($"{9 - i:d8}-0000-7000-8000-0000000000{i:d2}"))];
        foreach (var id in ids)
        {
            group.TryAdd(new(Ana, id)).Should().BeTrue();
        }

        group.Sort();

        group.Column(member => member.Id.ToString()).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void Match_RowsInAnyOrder_AreAtTheirMembersPlaces()
    {
        var group = new Group<Member>(10);
        Guid[] ids = [Id("01"), Id("02"), Id("03")];
        foreach (var id in ids)
        {
            group.TryAdd(new(Ana, id)).Should().BeTrue();
        }

        group.Match([$"{ids[2]}", $"{ids[0]}"], Guid.Parse).Should().Equal($"{ids[0]}", null, $"{ids[2]}");
    }

    private static Guid Id(string end) => Guid.Parse(Guid.CreateVersion7().ToString()[..34] + end);

    private sealed class Member(AgentScope scope, Guid id, Guid? session = null, int size = 1, int rows = 1) : GroupMember(scope, id, size)
    {
        public override int Rows => rows;

        public override Guid? SessionId => session;
    }
}
