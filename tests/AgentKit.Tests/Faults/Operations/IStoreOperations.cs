namespace AgentKit.Tests.Faults.Operations;

/// <summary>
/// The writes of one store, for all who disturb them. Each stands under its signature as <see cref="Isolation.ScopedMembers"/> spells it, each
/// overload by itself; one that is missing fails <see cref="FaultMatrixTests"/>.
/// </summary>
internal interface IStoreOperations
{
    Type Store { get; }

    Dictionary<string, Operation> Writes { get; }
}
