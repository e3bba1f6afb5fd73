using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Workflows;

public sealed class WorkflowTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string Builder = "builder";

    [Fact]
    public void Standard_Phases_AreTheWayOfTheWork() =>
        Workflow.Standard.Phases.Select(phase => $"{phase.Name}: {string.Join(' ', phase.Next)}").Should().Equal(
            "created: spec failed", "spec: plan failed", "plan: build failed", "build: docs failed", "docs: complete failed", "complete: ", "failed: ");

    [Fact]
    public void Kinds_OfTheLibrary_HaveTheirPaths()
    {
        Workflow.Standard.Kind.Should().Be("full");
        Workflow.Quick.Should().BeEquivalentTo(new { Kind = "quick" });
        Workflow.Research.Should().BeEquivalentTo(new { Kind = "research" });
        Workflow.Quick.Phases.Select(phase => phase.Name).Should().Equal("created", "plan", "build", "complete", "failed");
        Workflow.Research.Phases.Select(phase => phase.Name).Should().Equal("created", "spec", "docs", "complete", "failed");
        Workflow.Of("none").Phases[0].Next.Should().Equal("complete", "failed");
    }

    [Theory]
    [InlineData("complete", true)]
    [InlineData("failed", true)]
    [InlineData("docs", false)]
    [InlineData("created", false)]
    [InlineData("another", false)]
    [InlineData(null, false)]
    public void IsLast_Phase_SaysWhetherTheWorkIsOver(string? phase, bool isLast) => Workflow.Standard.IsLast(phase).Should().Be(isLast);

    [Fact]
    public void Of_StepsThatCannotBe_AreRefused()
    {
        foreach (var steps in new string[][] { ["a", "a"], ["created"], ["complete"], ["failed"] })
        {
            FluentActions.Invoking(() => Workflow.Of("own", steps)).Should().Throw<ArgumentException>();
        }

        FluentActions.Invoking(() => Workflow.Of(null!, "a")).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Workflow.Of("own", null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task Session_OfAnAgentWithTheWorkflow_GoesItsWayAndNoOther()
    {
        await using var provider = fixture.CreateProvider(services: services => services.AddAgentKit()
            .AddAgent(new AgentDefinition(Builder, "Builder") { Phases = Workflow.Standard.Phases }));
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentKitFixture.NewUser();
        var session = await sessions.CreateAsync(scope, new NewSession(Builder) { Kind = Workflow.FullKind, Slug = "report" });
        session.Phase.Should().Be(Workflow.CreatedPhase);

        (await sessions.Awaiting(s => s.CommitAsync(scope, session, new SessionCommit { Phase = "build" })).Should().ThrowAsync<InvalidTransitionException>())
            .Which.Allowed.Should().Equal("spec", "failed");
        foreach (var phase in new[] { "spec", "plan", "build", "docs", "complete" })
        {
            var failed = await sessions.ForkAsync(scope, session.Id);
            (await sessions.CommitAsync(scope, failed, new SessionCommit { Phase = "failed" })).Phase.Should().Be("failed");
            session = await sessions.CommitAsync(scope, session, new SessionCommit { Phase = phase });
        }

        Workflow.Standard.IsLast(session.Phase).Should().BeTrue();
        await sessions.Awaiting(s => s.CommitAsync(scope, session, new SessionCommit { Phase = "failed" })).Should().ThrowAsync<InvalidTransitionException>();
        await sessions.Awaiting(s => s.CreateAsync(scope, new NewSession(Builder) { Slug = "report" })).Should().ThrowAsync<AlreadyExistsException>();
    }
}
