using System.Diagnostics;
using System.Threading.Channels;

namespace AgentKit.Approvals.Story;

/// <summary>
/// This program in one of its roles, as a process of its own. What it says is told when the story listens to it, so that processes that speak
/// at the same time do not talk across each other.
/// </summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    /// <summary>Only ends a story that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long a role may take to give back what it holds, before it is killed.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>Ctrl+C reaches all processes of a terminal at once: a role may end before this one has heard of it.</summary>
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Actor _actor;
    private readonly Narrator _narrator;
    private readonly Channel<SpokenLine> _lines = Channel.CreateUnbounded<SpokenLine>();

    private RoleProcess(Process process, Actor actor, Narrator narrator)
    {
        _process = process;
        _actor = actor;
        _narrator = narrator;
        _ = ReadAsync();
    }

    public int Id => _process.Id;

    public static RoleProcess Start(Actor actor, RoleSetting setting, Narrator narrator, params IReadOnlyList<string> args)
    {
        narrator.Types(actor, string.Join(' ', args.Select(arg => arg.Contains(' ') ? $"\"{arg}\"" : arg)));
        return new RoleProcess(Process.Start(setting.ToStartInfo(args))!, actor, narrator);
    }

    /// <summary>Listens until the role has said this.</summary>
    /// <exception cref="StoryException">It has ended without, or takes far too long.</exception>
    public async Task HearAsync(string text, CancellationToken cancellationToken)
    {
        if (!await ListenAsync(line => line.Contains(text, StringComparison.Ordinal), cancellationToken))
        {
            await Task.Delay(SignalDelay, cancellationToken);
            throw new StoryException($"{_actor.Name} ended without saying \"{text}\".");
        }
    }

    /// <summary>Listens until the role has ended.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(_ => false, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, which no process can catch: it gives nothing back and says nothing more.</summary>
    public Task<int> KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        return EndAsync(cancellationToken);
    }

    /// <summary>Closes its input, upon which a worker stops by itself.</summary>
    public Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        return EndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    /// <returns>Whether what was listened for came; otherwise the role has ended.</returns>
    private async Task<bool> ListenAsync(Func<string, bool> isIt, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                _narrator.Says(_actor, line);
                if (isIt(line.Text))
                {
                    return true;
                }
            }

            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoryException($"{_actor.Name} has said nothing of the kind within {Patience.TotalMinutes} minutes.");
        }
    }

    private async Task ReadAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        _lines.Writer.Complete();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(new(line, _narrator.Now));
        }
    }
}
