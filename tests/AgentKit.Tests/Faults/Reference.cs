namespace AgentKit.Tests.Faults;

/// <summary>What an undisturbed write comes to.</summary>
/// <param name="Never">What is in the workspace before it.</param>
/// <param name="Once">And after it.</param>
/// <param name="Answer">What it answers.</param>
/// <param name="Requests">How many requests it makes; 1 at least.</param>
internal sealed record Reference(string Never, string Once, string Answer, int Requests);
