namespace AgentKit;

/// <summary>A session and its state, read in one statement: what a decision may rest on.</summary>
/// <param name="Session">Attributes, counts and totals, without the turns.</param>
/// <param name="State">Its state at the same version.</param>
public sealed record SessionSnapshot(Session Session, SessionState State);
