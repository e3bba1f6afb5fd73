namespace AgentKit;

/// <summary>What became of a write that wanted to travel with others.</summary>
/// <param name="Result">What it came to in its group; <see langword="null"/> if it is to go by itself.</param>
/// <param name="Place">Where it goes by itself in the place of a group: to be given back when it is done.</param>
/// <param name="WasSent">Whether it was in a group: what it had prepared is then no longer its own.</param>
internal readonly record struct GroupAnswer<TResult>(TResult? Result, GroupPlace? Place, bool WasSent)
    where TResult : class;
