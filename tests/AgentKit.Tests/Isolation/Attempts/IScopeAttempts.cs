namespace AgentKit.Tests.Isolation.Attempts;

/// <summary>
/// What those who must not get through try with one public type. Each attempt answers what was got hold of, or <see langword="null"/>; an
/// error is as good. Every member that takes a scope has its attempt, under its signature as <see cref="ScopedMembers"/> spells it: each
/// overload has one of its own.
/// </summary>
internal interface IScopeAttempts
{
    Type Subject { get; }

    /// <summary>Attempts to see what is the owner's. The owner, an admin and a service do see it.</summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads => [];

    /// <summary>Attempts to change what is the owner's. The owner, or a service where only that may, does change it.</summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes => [];

    /// <summary>
    /// Attempts to get at what belongs to the workspace and not to a user, made from another workspace; who may do what within the workspace is
    /// tested beside the store. A service of the workspace does get at it.
    /// </summary>
    Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside => [];
}
