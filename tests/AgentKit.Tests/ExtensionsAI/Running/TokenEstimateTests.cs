using AgentKit.Extensions.AI;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

public sealed class TokenEstimateTests
{
    [Fact]
    public void Of_Instructions_AreCountedByTheirBytes()
    {
        ChatMessage[] messages = [new(ChatRole.User, "hi!")];

        TokenEstimate.Of(messages, new ChatOptions()).Should().Be(2);
        TokenEstimate.Of(messages, new ChatOptions { Instructions = new string('\u00e9', 150) }).Should().Be(102);
    }
}
