using AgentKit.Tests.Faults.Operations;

namespace AgentKit.Tests.Faults;

/// <summary>A write to be disturbed.</summary>
/// <param name="Key">On which host.</param>
/// <param name="Name">Which one, for the reader of a failure.</param>
/// <param name="Operation">The write.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Request">At which of its requests, counted from 0 and round; <see langword="null"/> for each of them in turn.</param>
internal sealed record FaultCase(FaultLaneKey Key, string Name, Operation Operation, FaultKind Kind, int? Request);
