using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentKit.Tests.Coalescing;

/// <summary>The machine of the tests, which counts what it is given.</summary>
public sealed partial class CoalescerTests
{
    private sealed class Member(AgentScope scope, Guid id, int size, int rows) : GroupMember(scope, id, size)
    {
        public override int Rows => rows;
    }

    /// <summary>Counts the members of each group.</summary>
    private sealed class Counting(AgentKitOptions options)
        : Coalescer<Member, string>(new ResiliencePipelines(options, TimeProvider.System), options, NullLogger.Instance)
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly Lock _lock = new();

        private int _byThemselves;

        public List<int> Groups { get; } = [];

        public int ByThemselves => Volatile.Read(ref _byThemselves);

        public int GroupCount
        {
            get
            {
                lock (_lock)
                {
                    return Groups.Count;
                }
            }
        }

        /// <summary>Groups and writes by themselves that have begun and not ended.</summary>
        public int UnderWay { get; private set; }

        public int MostUnderWay { get; set; }

        /// <summary>Lets one group through for each release.</summary>
        public SemaphoreSlim? Gate { get; init; }

        public Exception? Failure { get; init; }

        public Guid? LeavesAlone { get; init; }

        /// <summary>What was prepared and not sent, and then went by itself.</summary>
        public List<Guid> Unsent { get; } = [];

        public Task Writing { get; init; } = Task.CompletedTask;

        public Task Started => _started.Task;

        public Task<string> WriteAsync(
            Task? byItself = null, AgentScope? scope = null, Guid? id = null, int size = 1, int rows = 1,
            CancellationToken cancellationToken = default)
        {
            var written = id ?? Guid.CreateVersion7();
            return WriteAsync(
                scope ?? Scope,
                written,
                () => new Member(scope ?? Scope, written, size, rows),
                result => result,
                async unsent =>
                {
                    Interlocked.Increment(ref _byThemselves);
                    lock (_lock)
                    {
                        Unsent.AddRange(unsent is null ? [] : [unsent.Id]);
                    }

                    Begin();
                    await (byItself ?? Task.CompletedTask);
                    End();
                    return "by itself";
                },
                cancellationToken);
        }

        protected override async Task<IReadOnlyList<string?>> WriteAsync(Group<Member> group)
        {
            lock (_lock)
            {
                Groups.Add(group.Count);
            }

            Begin();
            _started.TrySetResult();
            await Writing;
            await (Gate?.WaitAsync() ?? Task.CompletedTask);
            End();
            return Failure is null
                ? group.Column(member => member.Id == LeavesAlone ? null : "in a group")
                : throw Failure;
        }

        private void Begin()
        {
            lock (_lock)
            {
                UnderWay++;
                MostUnderWay = Math.Max(MostUnderWay, UnderWay);
            }
        }

        private void End()
        {
            lock (_lock)
            {
                UnderWay--;
            }
        }
    }
}
