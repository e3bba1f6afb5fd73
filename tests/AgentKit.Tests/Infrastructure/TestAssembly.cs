using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("AgentKit.Tests.Infrastructure.TestAssembly", "AgentKit.Tests")]

namespace AgentKit.Tests.Infrastructure;

/// <summary>xUnit's own framework, with an end: it is disposed after the last test of the assembly.</summary>
public sealed class TestAssembly : XunitTestFramework
{
    public TestAssembly(IMessageSink messageSink)
        : base(messageSink) =>
        DisposalTracker.Add(new End());

    private sealed class End : IDisposable
    {
        // xUnit offers no asynchronous end here.
        public void Dispose() => TestPostgres.RemoveAsync().GetAwaiter().GetResult();
    }
}
