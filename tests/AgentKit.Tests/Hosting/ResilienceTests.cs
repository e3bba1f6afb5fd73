using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>The host's own pipelines take the place of the built-in ones.</summary>
public sealed class ResilienceTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task TransientPipeline_OfTheHost_SeesTypedErrorsAndRetries()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        var seen = new List<Exception?>();
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientPipeline = Retrying<AgentKitException>(seen, error => error.IsRetryable);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        proxy.CutReplies(2);

        (await sessions.CommitAsync(_scope, session, new SessionCommit { Title = "t" })).Version.Should().Be(2);

        seen.Should().HaveCount(2).And.AllBeOfType<DatabaseUnavailableException>();
    }

    [Fact]
    public async Task ConflictPipeline_OfTheHost_DecidesHowOftenIsTriedAgain()
    {
        var seen = new List<Exception?>();
        await using var provider = fixture.CreateProvider(options =>
            options.Resilience.ConflictPipeline = Retrying<VersionConflictException>(seen, _ => true));
        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var decisions = 0;

        var after = await provider.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            if (++decisions <= 2)
            {
                await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("first")] }, token);
            }

            return new SessionCommit { Turns = [Turn.User("then")] };
        });

        after.TurnCount.Should().Be(3);
        seen.Should().HaveCount(2).And.AllBeOfType<VersionConflictException>();
    }

    [Fact]
    public async Task CallTimeout_ServerDoesNotAnswer_IsATypedError()
    {
        await using var provider = fixture.CreateProvider(options => options.Resilience.CallTimeout = TimeSpan.FromMilliseconds(300));
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        // Somebody holds the row: the commit waits for it, and is given up.
        await using var holder = new Npgsql.NpgsqlConnection(fixture.Database.AdminConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand($"SELECT FROM agentkit.sessions WHERE session_id = '{session.Id}' FOR UPDATE", holder);
        await command.ExecuteNonQueryAsync();

        var commit = () => sessions.CommitAsync(_scope, session, new SessionCommit { Title = "t" });

        (await commit.Should().ThrowAsync<DatabaseUnavailableException>()).WithMessage("No answer to sessions/commit within*");
        await transaction.RollbackAsync();
        (await commit()).Version.Should().Be(2);
    }

    private static ResiliencePipeline Retrying<TException>(List<Exception?> seen, Func<TException, bool> shouldRetry)
        where TException : Exception =>
        new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle(shouldRetry),
                Delay = TimeSpan.Zero,
                MaxRetryAttempts = 5,
                OnRetry = arguments =>
                {
                    seen.Add(arguments.Outcome.Exception);
                    return default;
                },
            })
            .Build();
}
