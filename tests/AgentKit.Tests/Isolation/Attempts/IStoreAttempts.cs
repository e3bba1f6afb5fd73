namespace AgentKit.Tests.Isolation.Attempts;

/// <summary>
/// What those who must not get through try with one store. Each attempt answers what was got hold of, or <see langword="null"/>; an error is
/// as good. Every method of the store has its attempt, under its name.
/// </summary>
internal interface IStoreAttempts
{
    Type Store { get; }

    /// <summary>Attempts to see what is the owner's. The owner, an admin and a service do see it.</summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads => [];

    /// <summary>Attempts to change what is the owner's.</summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes => [];

    /// <summary>
    /// Attempts to get at what belongs to the workspace and not to a user, made from another workspace; who may do what within the workspace is
    /// tested beside the store.
    /// </summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside => [];
}
