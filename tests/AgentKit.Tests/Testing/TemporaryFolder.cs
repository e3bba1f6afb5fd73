namespace AgentKit.Tests.Testing;

internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("agentkit-tests-").FullName;

    public TemporaryFolder OpenToEverybody()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FullName, (UnixFileMode)0b111_111_111);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
