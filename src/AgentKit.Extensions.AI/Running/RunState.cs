namespace AgentKit.Extensions.AI;

/// <summary>One run while this worker has it: what is stored, and what it knows of the session.</summary>
internal sealed class RunState(AgentScope scope, Session session, AgentDefinition agent, Run run)
{
    /// <summary>
    /// The version of the commit with the model's last turn, if this worker made it: nobody can have worked on its calls before.
    /// </summary>
    private long _freshVersion = -1;

    public AgentScope Scope { get; } = scope;

    public Session Session { get; set; } = session;

    public AgentDefinition Agent { get; } = agent;

    public Run Run { get; set; } = run;

    /// <summary>What the model may call now.</summary>
    public required IReadOnlyDictionary<string, AgentTool> Tools { get; init; }

    /// <summary>What the model reads: the summary, if there is one, and the turns after it.</summary>
    public required List<Turn> History { get; init; }

    /// <summary>The person's message, until it is committed with the first reply.</summary>
    public Turn? Message { get; set; }

    /// <summary>The runs whose calls are this one's to answer: its own, and those that it goes on from.</summary>
    public required IReadOnlySet<Guid> Answers { get; init; }

    /// <summary>Told what happens.</summary>
    public required RunObserver Observer { get; init; }

    public int ModelCalls { get; set; }

    public Turn? Reply { get; private set; }

    public void Replied(Turn reply)
    {
        Reply = reply;
        _freshVersion = reply.Version;
    }

    public bool IsFresh(OpenCall call) => call.Turn.Version == _freshVersion;

    public IReadOnlyList<OpenCall> OpenCalls() =>
        [.. OpenCall.Find(History).Where(call => call.RunId is { } run && Answers.Contains(run))];
}
