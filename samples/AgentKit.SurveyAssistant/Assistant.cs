using AgentKit.Extensions.AI;
using AgentKit.SurveyAssistant.Hosting;
using AgentKit.SurveyAssistant.Web;
using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.SurveyAssistant;

/// <summary>The program from beginning to end: a database, a session, questions and answers, what was kept of them.</summary>
internal static class Assistant
{
    private static readonly string[] Questions =
    [
        "How is the customer survey going?",
        "And the one for employees?",
        "What about visitors-2026?",
        "What else do you know?",
    ];

    /// <summary>0: answered; 1: there is no PostgreSQL, or it failed; 130: stopped.</summary>
    public static async Task<int> RunAsync(string[] questions, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            if (questions is ["serve", ..])
            {
                await ChatServer.RunAsync(questions.ElementAtOrDefault(1) ?? "http://127.0.0.1:5080", output, cancellationToken);
            }

            await using var postgres = await ThrowawayPostgres.StartAsync(cancellationToken: cancellationToken);
            await output.WriteLineAsync($"PostgreSQL {postgres.ServerVersion}; the model is a script, README.md says how to take a real one.");
            await using var services = SurveyApp.Start(postgres.ConnectionString);
            await TalkAsync(services, questions.Length == 0 ? Questions : questions, output, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("Stopped. Everything that was started has been removed.");
            return 130;
        }
        catch (Exception problem) when (problem is PostgresNotFoundException or PostgresStartException or AgentKitException)
        {
            await errors.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    /// <summary>Asks one question after the other in one session, and says what was kept.</summary>
    public static async Task TalkAsync(
        IServiceProvider services, IReadOnlyList<string> questions, TextWriter output, CancellationToken cancellationToken)
    {
        // Who asks: in a web application, made from the user of the request.
        var scope = AgentScope.ForUser("acme", "ana");
        var sessions = services.GetRequiredService<ISessionStore>();
        var runner = services.GetRequiredService<AgentRunner>();
        var session = await sessions.CreateAsync(scope, new NewSession(SurveyApp.Agent), cancellationToken);
        foreach (var question in questions)
        {
            await output.WriteLineAsync($"\nyou        {question}");
            await foreach (var update in runner.RunStreamingAsync(scope, session.Id, question, cancellationToken: cancellationToken))
            {
                await WriteAsync(update, output);
            }
        }

        await SummarizeAsync(services, scope, session.Id, output, cancellationToken);
    }

    private static async Task WriteAsync(AgentRunUpdate update, TextWriter output)
    {
        switch (update)
        {
            case { Kind: AgentRunUpdateKind.ToolDecided, Call: { } call }:
                await output.WriteLineAsync($"tool       {call.Name} {call.Input.GetRawText()}: {update.Decision}");
                break;
            case { Kind: AgentRunUpdateKind.ToolAnswered, Result: { } result }:
                await output.WriteLineAsync($"           {result.Output.GetRawText()}");
                break;
            case { Kind: AgentRunUpdateKind.Replied, Turn.Text: { Length: > 0 } text }:
                await output.WriteLineAsync($"assistant  {text}");
                break;
        }
    }

    private static async Task SummarizeAsync(
        IServiceProvider services, AgentScope scope, Guid sessionId, TextWriter output, CancellationToken cancellationToken)
    {
        var session = await services.GetRequiredService<ISessionStore>().GetAsync(scope, sessionId, cancellationToken);
        var runs = await services.GetRequiredService<IRunStore>().ListAsync(scope, new() { SessionId = sessionId }, cancellationToken);
        var tools = await services.GetRequiredService<IToolRunLog>().ListAsync(scope, new() { SessionId = sessionId }, cancellationToken);
        await services.GetRequiredService<IEventBuffer>().FlushAsync(cancellationToken);
        var events = await services.GetRequiredService<IEventLog>().ListAsync(
            scope, new() { SessionId = sessionId, Limit = 1_000 }, cancellationToken);
        await output.WriteLineAsync(
            $"\nKept: {session.TurnCount} turns, {runs.Items.Count} runs, {tools.Items.Count} tool runs, {events.Items.Count} events, "
            + $"{session.InputTokens + session.OutputTokens} tokens.");
    }
}
