using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>What an actor acts with.</summary>
/// <param name="Caller">Its name in the history.</param>
/// <param name="Host">The host that it calls.</param>
/// <param name="World">What it acts on.</param>
/// <param name="Recorder">Writes its calls down.</param>
/// <param name="Random">Decides for it.</param>
/// <param name="CancelOneOf">Of how many calls the caller gives one up; 0 for none.</param>
internal sealed record Stage(string Caller, Host Host, World World, Recorder Recorder, Random Random, int CancelOneOf)
{
    /// <summary>After how long the caller gives a call up; nothing for as long as it takes.</summary>
    public TimeSpan? PatienceOfCaller() =>
        CancelOneOf > 0 && Random.Next(CancelOneOf) == 0 ? TimeSpan.FromMilliseconds(Random.Next(12)) : null;
}
