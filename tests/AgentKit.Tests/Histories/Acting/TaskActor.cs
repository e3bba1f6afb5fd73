using System.Text.Json;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Creates tasks, claims them, works on them under leases that run out meanwhile, and decides on what waits for a person.</summary>
internal sealed class TaskActor(Stage stage) : Actor(stage)
{
    protected override Task PlayAsync() => Random.Next(10) switch
    {
        0 or 1 => CreateAsync(),
        2 or 3 or 4 => WorkAsync(),
        5 => IntrudeAsync(),
        6 => ReadAsync(),
        _ => DecideAsync(),
    };

    private async Task CreateAsync()
    {
        var request = new TaskCalls.Create(Realm.User, Guid.CreateVersion7());
        var task = new NewTask("refund", [new("check"), new("pay") { RequiresApproval = true }, new("tell")]) { Id = request.TaskId };
        await CallAsync(request, token => Host.Tasks.CreateAsync(request.Scope, task, token));
        Realm.Tasks.Add(request.TaskId);
    }

    private async Task WorkAsync()
    {
        var claim = new TaskCalls.Claim(Realm.User, Guid.CreateVersion7(), Realm.Lease);
        var claimed = await CallAsync(claim, token => Host.Tasks.ClaimAsync(
            claim.Scope, new NewClaim(claim.ClaimId.ToString(), claim.Duration) { Id = claim.ClaimId }, token));
        if (claimed.Answer is not { Task.NextStep: { } step } work)
        {
            return;
        }

        Realm.Leases.Add(work.Lease);
        var start = new TaskCalls.StartStep(Realm.User, work.Lease, step.Number);
        await CallAsync(start, token => Host.Tasks.StartStepAsync(start.Scope, start.Lease, start.Step, token));
        if (OneOf(3))
        {
            return; // the worker has died
        }

        if (OneOf(3))
        {
            // Long enough for another worker to come.
            await Task.Delay(Realm.Lease * Random.NextDouble() * 2);
        }

        if (OneOf(4))
        {
            var renew = new TaskCalls.Renew(Realm.User, work.Lease);
            await CallAsync(renew, token => Host.Tasks.RenewAsync(renew.Scope, renew.Lease, claim.Duration, token));
        }

        await CompleteAsync(work.Lease, step.Number);
    }

    /// <summary>Somebody who has, or had, a lease writes under it, whoever works on the task meanwhile.</summary>
    private async Task IntrudeAsync()
    {
        if (!Realm.Leases.TryPick(Random, out var lease))
        {
            return;
        }

        if (OneOf(3))
        {
            var release = new TaskCalls.Release(Realm.User, lease);
            await CallAsync(release, token => Host.Tasks.ReleaseAsync(release.Scope, lease, token));
        }
        else
        {
            await CompleteAsync(lease, Random.Next(1, 4));
        }
    }

    private async Task CompleteAsync(TaskLease lease, int step)
    {
        var request = new TaskCalls.CompleteStep(Realm.User, lease, step, Guid.NewGuid().ToString());
        var output = JsonElement.Parse($"\"{request.Output}\"");
        await CallAsync(request, token => Host.Tasks.CompleteStepAsync(request.Scope, lease, step, output, token));
    }

    private async Task ReadAsync()
    {
        if (Realm.Tasks.TryPick(Random, out var task))
        {
            var request = new TaskCalls.Read(Realm.User, task);
            await CallAsync(request, token => Host.Tasks.GetAsync(request.Scope, task, token));
        }
    }

    private async Task DecideAsync()
    {
        if (!Realm.Tasks.TryPick(Random, out var task))
        {
            return;
        }

        var request = new TaskCalls.Decide(Realm.User, task, 2, Guid.CreateVersion7(), !OneOf(3));
        var decision = new NewDecision { OperationId = request.OperationId };
        await CallAsync(request, token => request.Approves
            ? Host.Tasks.ApproveAsync(request.Scope, task, request.Step, decision, token)
            : Host.Tasks.RejectAsync(request.Scope, task, request.Step, decision, token));
    }
}
