using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Refunds;
using AgentKit.Approvals.Reporting;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Story;

/// <summary>
/// The whole story. Every role is a process of its own, and they share nothing but PostgreSQL: this one only starts them, kills one, and looks
/// into the database.
/// </summary>
internal sealed class RefundStory(RefundDesk desk, RoleSetting setting, Narrator narrator)
{
    /// <summary>Short, so that the crash does not delay the story by much; a real one is longer than any pause of a healthy worker.</summary>
    private const int LeaseSeconds = 5;

    private readonly AgentScope _scope = AgentScope.ForService(setting.WorkspaceId);

    /// <returns>Whether all that is told is true.</returns>
    /// <exception cref="StoryException">It went differently.</exception>
    public async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        await narrator.ActAsync("1  An agent wants to refund 249 dollars", cancellationToken);
        var step = await SubmitAsync(cancellationToken);
        CutOffStep cutOff;

        await narrator.ActAsync("2  A worker stops where a person has to decide", cancellationToken);
        await using (var worker = StartWorker(Actor.FirstWorker, "--pause-in", RefundTool.ToolName))
        {
            await worker.HearAsync(WorkerLog.Waiting, cancellationToken);

            await narrator.ActAsync("3  Ana approves, in another process", cancellationToken);
            await RunAsync(Actor.Ana, ExitCode.Done, cancellationToken, "inbox");
            await RunAsync(Actor.Ana, ExitCode.Done, cancellationToken,
                "approve", $"{step}", "--by", Actor.Ana.Name, "--comment", "The parcel is back, pay.");

            await narrator.ActAsync("4  The money is paid, and the worker is killed", cancellationToken);
            await worker.HearAsync(WorkerLog.Pausing, cancellationToken);
            cutOff = await KillAsync(worker, step, cancellationToken);
        }

        await narrator.ActAsync("5  Ben would refuse; but it is decided", cancellationToken);
        await RunAsync(Actor.Ben, ExitCode.Refused, cancellationToken, "reject", $"{step}", "--by", Actor.Ben.Name, "--comment", "Too much.");

        await narrator.ActAsync("6  The lease expires, and another worker goes on", cancellationToken);
        await using (var worker = StartWorker(Actor.SecondWorker))
        {
            await worker.HearAsync(WorkerLog.TaskCompleted, cancellationToken);
            Require(await worker.StopAsync(cancellationToken) == ExitCode.Done, "a worker that is asked to stop does");
        }

        await narrator.ActAsync("7  What the database says", cancellationToken);
        await RunAsync(Actor.Ana, ExitCode.Done, cancellationToken, "status", $"{step.TaskId}");

        await narrator.ActAsync("Verdict", cancellationToken);
        return Verdict.Tell(
            narrator,
            await desk.Tasks.GetAsync(_scope, step.TaskId, cancellationToken),
            await desk.Outside.ListAsync(step.TaskId, cancellationToken),
            cutOff);
    }

    /// <returns>The step that a person has to approve.</returns>
    private async Task<StepReference> SubmitAsync(CancellationToken cancellationToken)
    {
        await RunAsync(Actor.Agent, ExitCode.Done, cancellationToken, "submit", "--order", "A-1001", "--amount", "249.00");
        var tasks = await desk.Tasks.ListAsync(_scope, cancellationToken: cancellationToken);
        var task = tasks.Items.Single();
        return new StepReference(task.Id, task.Steps.Single(step => step.RequiresApproval).Number);
    }

    private async Task<CutOffStep> KillAsync(RoleProcess worker, StepReference step, CancellationToken cancellationToken)
    {
        var exitCode = await worker.KillAsync(cancellationToken);
        narrator.Tells($"{Actor.FirstWorker.Name}, process {worker.Id}, is killed (SIGKILL): exit code {exitCode}");

        var task = await desk.Tasks.GetAsync(_scope, step.TaskId, cancellationToken);
        var requests = await desk.Outside.ListAsync(step.TaskId, cancellationToken);
        var answer = requests.SingleOrDefault(request => request.Key == $"{step}")?.Answer
            ?? throw new StoryException("The payment provider was not asked under the key of the step.");
        Require(task.Steps[step.Number - 1].Status == TaskStepStatus.InProgress, "the killed worker leaves its step begun");
        narrator.Tells($"the money is out: {answer}");
        narrator.Tells(
            $"AgentKit knows only that step {step.Number} was begun; {task.Worker} holds the task until {Words.Time(task.LeaseExpiresAt!.Value)}");
        return new CutOffStep(step, task.FencingToken, answer);
    }

    private RoleProcess StartWorker(Actor actor, params IReadOnlyList<string> more) => RoleProcess.Start(
        actor, setting, narrator, ["worker", "--name", actor.Name, "--lease", $"{LeaseSeconds}", "--until-input-ends", .. more]);

    private async Task RunAsync(Actor actor, int expected, CancellationToken cancellationToken, params IReadOnlyList<string> args)
    {
        await using var role = RoleProcess.Start(actor, setting, narrator, args);
        var exitCode = await role.EndAsync(cancellationToken);
        Require(exitCode == expected, $"{actor.Name}'s {args[0]} ends with exit code {expected}, not {exitCode}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new StoryException($"This was to be, and is not: {what}.");
        }
    }
}
