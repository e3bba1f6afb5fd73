using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>A history that is made up, call after call, to be held against an end state that is made up too.</summary>
internal sealed class Past
{
    private readonly List<Call> _calls = [];
    private long _clock;

    public static AgentScope Scope { get; } = AgentScope.ForUser("w", "u");

    /// <summary>The time, as the next call will see it; before everything that is to come.</summary>
    public long Now => _clock;

    /// <summary>A call after all others, or one that began with another one.</summary>
    public Past Add<TRequest, TAnswer>(
        TRequest request, TAnswer? answer, Outcome outcome = Outcome.Done, Exception? error = null, long? begun = null)
        where TRequest : notnull
    {
        _calls.Add(new CallOf<TRequest, TAnswer>(request, answer, "caller", outcome, error, begun ?? ++_clock, ++_clock));
        return this;
    }

    /// <summary>Sets a preference; all of them set the same one.</summary>
    public Past Set(string value, Outcome outcome = Outcome.Done, long? begun = null) =>
        Add<OtherCalls.SetPreference, AgentKit.Preferences>(new(Scope, "tone", value), null, outcome, begun: begun);

    /// <summary>What the checker finds.</summary>
    public IEnumerable<Rule> Against(EndState end) => Checker.Check(new History(_calls), end).Select(violation => violation.Rule);
}
