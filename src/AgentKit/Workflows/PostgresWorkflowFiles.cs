namespace AgentKit;

internal sealed class PostgresWorkflowFiles : IWorkflowFiles
{
    public Task<string> SaveStateAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> LoadStateAsync(
        AgentScope scope, Guid sessionId, bool evenIfOlder = false, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> LoadStateAsync(
        AgentScope scope, string workingDirectory, bool evenIfOlder = false, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
