using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class ToolRunOperations : IStoreOperations
{
    public Type Store => typeof(IToolRunLog);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["StartAsync(NewToolRun)"] = new(async stage =>
        {
            var toolRun = new NewToolRun((await stage.SessionAsync()).Id, "tool", Stage.Json);
            return async (services, token) => await Log(services).StartAsync(stage.User, toolRun, token);
        }),
        ["SucceedAsync(Guid, JsonElement)"] = OfToolRun((stage, id) => async (log, token) => await log.SucceedAsync(stage.User, id, Stage.Json, token)),
        ["FailAsync(Guid, ToolError)"] = OfToolRun((stage, id) => async (log, token) => await log.FailAsync(stage.User, id, new ToolError("e"), token)),
        ["CancelAsync(Guid, string)"] = OfToolRun((stage, id) => async (log, token) => await log.CancelAsync(stage.User, id, "r", token)),
        ["RecordAsync(CompletedToolRun)"] = new(async stage =>
        {
            var toolRun = new CompletedToolRun((await stage.SessionAsync()).Id, "tool", Stage.Json)
            {
                StartedAt = DateTimeOffset.UnixEpoch,
                Duration = TimeSpan.FromSeconds(1),
                Output = Stage.Json,
            };
            return async (services, token) => await Log(services).RecordAsync(stage.User, toolRun, token);
        }),
        ["RunAsync<TInput, TResult>(Guid, string, TInput, Func<CancellationToken, Task<TResult>>)"] = Run((stage, session, tool) =>
            (log, token) => log.RunAsync(stage.User, session.Id, "tool", 1, tool, token)),
        ["RunAsync<TResult>(NewToolRun, Func<CancellationToken, Task<TResult>>)"] = Run((stage, session, tool) =>
        {
            var toolRun = new NewToolRun(session.Id, "tool", Stage.Json);
            return (log, token) => log.RunAsync(stage.User, toolRun, tool, token);
        }),
        ["SweepAsync(TimeSpan, int, TimeSpan?)"] = OfToolRun((stage, _) => async (log, token) =>
            await log.SweepAsync(stage.User, TimeSpan.FromTicks(1), cancellationToken: token)) with
        { AnswersTheSame = false },
    };

    private static IToolRunLog Log(IServiceProvider services) => services.GetRequiredService<IToolRunLog>();

    private static Operation OfToolRun(Func<Stage, Guid, Func<IToolRunLog, CancellationToken, Task<object?>>> prepare) => new(async stage =>
    {
        var send = prepare(stage, (await stage.ToolRunAsync()).Id);
        return async (services, token) => await send(Log(services), token);
    });

    /// <summary>A tool that sees to it that it is run once.</summary>
    private static Operation Run(
        Func<Stage, Session, Func<CancellationToken, Task<string>>, Func<IToolRunLog, CancellationToken, Task<string>>> prepare) =>
        new(async stage =>
        {
            var runs = 0;
            var send = prepare(stage, await stage.SessionAsync(), _ =>
                Interlocked.Increment(ref runs) == 1 ? Task.FromResult("ran") : throw new InvalidOperationException("The tool was run twice."));
            return async (services, token) => await send(Log(services), token);
        })
        {
            IsRepeatable = false,
            IsAtomic = false,
            MayLoseItsEnd = true,
        };
}
