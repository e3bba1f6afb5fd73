using System.Globalization;

namespace AgentKit.Cli;

/// <summary>
/// Writes one conversation as a session, in commits of some turns each. Every commit says how far it came; so what is there already is passed
/// over, and a conversation that has grown in its file since is continued.
/// </summary>
internal sealed class SessionWriter(
    ISessionStore sessions, AgentScope scope, string agentId, SourceFile file, ConversationFormat format, PlannedConversation conversation)
{
    private const int TurnsPerCommit = 500;
    private const long BytesPerCommit = 4 * 1024 * 1024;

    private readonly List<Turn> _batch = [];
    private readonly RunningDigest _digest = new();
    private Session? _session;
    private (long Turns, string? Digest) _there;
    private bool _isPassedOver;
    private long _read;
    private long _bytes;
    private long _through;
    private string _throughDigest = "";

    /// <summary>Whether the session was not there before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>How many turns were written.</summary>
    public long Written { get; private set; }

    /// <summary>Why it cannot be imported, or null.</summary>
    public SourceProblem? Problem { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var id = conversation.SessionIdIn(scope, format);
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } snapshot)
        {
            IsNew = true;
            _session = await sessions.CreateAsync(scope, NewSession(id), cancellationToken).ConfigureAwait(false);
            return;
        }

        _session = snapshot.Session;
        _there = ImportMark.Read(snapshot.State.Data);
        if (conversation.Turns < _there.Turns)
        {
            _isPassedOver = true;
        }
        else if (conversation.Turns > _there.Turns && _session.TurnCount != _there.Turns)
        {
            Problem = new SourceProblem(
                file.Path, conversation.Line, $"begins a conversation that has grown since it became session {id}, and so has the session");
        }
    }

    public async Task AddAsync(SourcePart part, CancellationToken cancellationToken)
    {
        if (_isPassedOver || Problem is not null)
        {
            return;
        }

        _digest.Add(part.Source);
        if (part.Turn is not { } turn || ++_read < _there.Turns)
        {
            return;
        }

        if (_read == _there.Turns)
        {
            CompareWithThere();
            return;
        }

        var bytes = TurnLimits.SizeOf(part.Source);
        if (_batch.Count == TurnsPerCommit || (_batch.Count > 0 && _bytes + bytes > BytesPerCommit))
        {
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        _batch.Add(turn);
        _bytes += bytes;
        (_through, _throughDigest) = (_read, _digest.Value);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Problem is null && _batch.Count > 0)
        {
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SessionSnapshot?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.GetSnapshotAsync(scope, id, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            return null;
        }
    }

    private NewSession NewSession(Guid id) => new(agentId)
    {
        Id = id,
        Title = conversation.Hints.Title,
        WorkingDirectory = conversation.Hints.WorkingDirectory,
        Metadata = ImportMark.MetadataOf(format, conversation.Hints),
    };

    private void CompareWithThere()
    {
        if (_digest.Value != _there.Digest)
        {
            Problem = new SourceProblem(
                file.Path, conversation.Line, $"begins a conversation that is not as it was when it became session {_session!.Id}");
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var through = _through.ToString(CultureInfo.InvariantCulture);
        var commit = new SessionCommit
        {
            OperationId = DerivedId.Of(conversation.Hints.StartedAt, "import", _session!.Id.ToString(), through, _throughDigest),
            Turns = [.. _batch],
            Data = ImportMark.DataOf(_through, _throughDigest),
        };
        _session = await sessions.CommitAsync(scope, _session, commit, cancellationToken).ConfigureAwait(false);
        Written += _batch.Count;
        _batch.Clear();
        _bytes = 0;
    }
}
