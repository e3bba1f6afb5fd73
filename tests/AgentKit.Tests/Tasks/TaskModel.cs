namespace AgentKit.Tests.Tasks;

/// <summary>A task in memory, with the rules written down a second time: what the database does is compared with it.</summary>
internal sealed class TaskModel(IEnumerable<NewTaskStep> steps)
{
    public List<StepModel> Steps { get; } = [.. steps.Select(step => new StepModel { NeedsApproval = step.RequiresApproval })];

    public long Token { get; private set; }

    public bool IsHeld { get; private set; }

    public AgentTaskStatus Status => Derive(Steps.Select(step => step.Status));

    private bool IsWorkable => Status is AgentTaskStatus.Pending or AgentTaskStatus.InProgress;

    public static AgentTaskStatus Derive(IEnumerable<TaskStepStatus> steps)
    {
        var set = steps.ToHashSet();
        return set.Contains(TaskStepStatus.Failed) ? AgentTaskStatus.Failed
            : set.Contains(TaskStepStatus.Canceled) ? AgentTaskStatus.Canceled
            : set.IsSubsetOf([TaskStepStatus.Completed, TaskStepStatus.Skipped]) ? AgentTaskStatus.Completed
            : set.Contains(TaskStepStatus.WaitingApproval) ? AgentTaskStatus.WaitingApproval
            : set.SetEquals([TaskStepStatus.Pending]) ? AgentTaskStatus.Pending
            : AgentTaskStatus.InProgress;
    }

    /// <summary>The step whose turn it is waits if it has to; a task without work to do has no worker.</summary>
    public TaskModel Settle()
    {
        if (Next is { Status: TaskStepStatus.Pending, NeedsApproval: true } next)
        {
            next.Status = TaskStepStatus.WaitingApproval;
        }

        IsHeld &= IsWorkable;
        return this;
    }

    public bool Claim()
    {
        if (IsHeld || !IsWorkable)
        {
            return false;
        }

        (IsHeld, Token) = (true, Token + 1);
        return true;
    }

    public Type? Release(long token)
    {
        if (token != Token)
        {
            return typeof(TaskLeaseLostException);
        }

        IsHeld = false;
        return null;
    }

    /// <summary>What a worker asks for; the answer is the error to expect.</summary>
    public Type? Work(int number, long token, TaskStepStatus to)
    {
        var step = Steps[number - 1];
        if (step.Status == to && step.Token == token)
        {
            return null; // a repetition
        }

        if (token != Token || (IsWorkable && !IsHeld))
        {
            return typeof(TaskLeaseLostException);
        }

        var isOwn = step.Status == TaskStepStatus.InProgress && step.Token == token;
        var isPending = step.Status == TaskStepStatus.Pending;
        var allowed = IsHeld && to switch
        {
            TaskStepStatus.InProgress => step == Next && (isPending || step.Status == TaskStepStatus.InProgress),
            TaskStepStatus.Skipped => isOwn || isPending,
            _ => isOwn,
        };
        if (!allowed)
        {
            return typeof(InvalidTaskStateException);
        }

        step.Attempt += step.Status == to ? 1 : 0;
        (step.Status, step.Token) = (to, token);
        Settle();
        return null;
    }

    public Type? Skip(int number)
    {
        var step = Steps[number - 1];
        return step.Status == TaskStepStatus.Skipped ? null : Change(
            step, [TaskStepStatus.Pending, TaskStepStatus.WaitingApproval, TaskStepStatus.Failed], () => step.Status = TaskStepStatus.Skipped);
    }

    public Type? Retry(int number, int attempt, bool approveAgain)
    {
        var step = Steps[number - 1];
        return step.Attempt > attempt ? null : step.Attempt < attempt ? typeof(InvalidTaskStateException) : Change(
            step, [TaskStepStatus.Failed], () =>
            {
                (step.Status, step.Attempt) = (TaskStepStatus.Pending, step.Attempt + 1);
                if (approveAgain && step.IsDecided)
                {
                    (step.IsDecided, step.NeedsApproval) = (false, true);
                }
            });
    }

    public Type? Decide(int number, bool approves)
    {
        var step = Steps[number - 1];
        return step.IsDecided ? typeof(ApprovalAlreadyDecidedException) : Change(step, [TaskStepStatus.WaitingApproval], () =>
        {
            (step.IsDecided, step.NeedsApproval) = (true, !approves);
            step.Status = approves ? TaskStepStatus.Pending : TaskStepStatus.Canceled;
            foreach (var later in Steps.Where(later => !approves && later.Status == TaskStepStatus.Pending))
            {
                later.Status = TaskStepStatus.Canceled;
            }
        });
    }

    public Type? Cancel()
    {
        if (Status is AgentTaskStatus.Completed or AgentTaskStatus.Failed)
        {
            return typeof(InvalidTaskStateException);
        }

        foreach (var step in Steps.Where(step => step.Status is not (TaskStepStatus.Completed or TaskStepStatus.Skipped)))
        {
            step.Status = TaskStepStatus.Canceled;
        }

        Settle();
        return null;
    }

    private StepModel? Next => Steps.FirstOrDefault(step => step.Status is not (TaskStepStatus.Completed or TaskStepStatus.Skipped));

    private Type? Change(StepModel step, TaskStepStatus[] from, Action change)
    {
        if (!from.Contains(step.Status))
        {
            return typeof(InvalidTaskStateException);
        }

        change();
        Settle();
        return null;
    }
}
