namespace AgentKit.Infrastructure;

/// <summary>What a write came to.</summary>
/// <param name="Applied">Whether this call changed something; false for a refusal and for an operation that is already there.</param>
/// <param name="Diagnosis">The row that says how things stand afterwards; <see langword="null"/> where the scope sees nothing.</param>
internal readonly record struct WriteResult<T>(bool Applied, T? Diagnosis)
    where T : class;
