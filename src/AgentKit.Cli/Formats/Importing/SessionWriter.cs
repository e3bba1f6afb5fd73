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
    private Session? _session;
    private long _there;
    private bool _isPassedOver;
    private long _read;
    private long _bytes;

    /// <summary>Whether the session was not there before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>How many turns were written.</summary>
    public long Written { get; private set; }

    /// <summary>Why it cannot be imported, or null.</summary>
    public SourceProblem? Problem { get; private set; }

    public async Task OpenAsync(ImportedSession found, CancellationToken cancellationToken)
    {
        if (found.There is not { } snapshot)
        {
            IsNew = true;
            _session = await sessions.CreateAsync(scope, NewSession(found.Id), cancellationToken).ConfigureAwait(false);
            return;
        }

        _session = snapshot.Session;
        _there = ImportMark.Read(snapshot.State.Data).Turns;
        _isPassedOver = conversation.Turns <= _there;
        if (!found.IsSame)
        {
            Refuse($"begins a conversation that is not as it was when it became session {found.Id}");
        }
        else if (!_isPassedOver && _session.TurnCount != _there)
        {
            Refuse($"begins a conversation that has grown since it became session {found.Id}, and so has the session");
        }
    }

    public async Task AddAsync(SourcePart part, CancellationToken cancellationToken)
    {
        if (_isPassedOver || Problem is not null || part.Turn is not { } turn || ++_read <= _there)
        {
            return;
        }

        var bytes = TurnLimits.SizeOf(part.Source);
        if (_batch.Count == TurnsPerCommit || (_batch.Count > 0 && _bytes + bytes > BytesPerCommit))
        {
            await CommitAsync(_read - 1, cancellationToken).ConfigureAwait(false);
        }

        _batch.Add(ImportMark.Add(turn, conversation.MarkAt(_read)));
        _bytes += bytes;
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Problem is null && _batch.Count > 0)
        {
            await CommitAsync(_read, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Refuse(string problem) => Problem = new SourceProblem(file.Path, conversation.Line, problem);

    private NewSession NewSession(Guid id) => new(agentId)
    {
        Id = id,
        Title = conversation.Hints.Title,
        WorkingDirectory = conversation.Hints.WorkingDirectory,
        Metadata = ImportMark.MetadataOf(format, conversation.Hints),
    };

    /// <param name="through">The last of the turns, 1 for the first of the conversation.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task CommitAsync(long through, CancellationToken cancellationToken)
    {
        var mark = conversation.MarkAt(through);
        var commit = new SessionCommit
        {
            OperationId = DerivedId.Of(
                conversation.Hints.StartedAt, "import", _session!.Id.ToString(), through.ToString(CultureInfo.InvariantCulture), mark),
            Turns = [.. _batch],
            Data = ImportMark.DataOf(through, mark),
            // What is said around the messages may have changed since.
            Metadata = IsNew ? [] : ImportMark.MetadataOf(format, conversation.Hints),
        };
        _session = await sessions.CommitAsync(scope, _session, commit, cancellationToken).ConfigureAwait(false);
        Written += _batch.Count;
        _batch.Clear();
        _bytes = 0;
    }
}
