namespace AgentKit.Tests.Histories.Recording;

/// <summary>All calls of a round, by their beginnings.</summary>
internal sealed class History(IEnumerable<Call> calls)
{
    private readonly ILookup<Type, Call> _byRequest = calls.OrderBy(call => call.Begun).ToLookup(call => call.What.GetType());

    public IEnumerable<Call> All => _byRequest.SelectMany(calls => calls);

    public IEnumerable<CallOf<TRequest, TAnswer>> Of<TRequest, TAnswer>()
        where TRequest : notnull => _byRequest[typeof(TRequest)].Cast<CallOf<TRequest, TAnswer>>();
}
