namespace AgentKit;

/// <summary>Decides whether a tool that a model asks for is called, waits for a person's approval, or is only suggested.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. A host replaces it by registering its own before or after <c>AddAgentKit</c>. It is asked before each call of
/// a tool: it should be quick, and what it throws is thrown to whoever runs the tool, which is then not called.</para>
/// <para>The built-in one looks at nothing but level and risk. A tool that only looks is always called, or an agent that may only suggest
/// would have nothing to base a suggestion on:</para>
/// <list type="table">
/// <listheader><term>level</term><description>read-only; low; medium; high or unspecified</description></listheader>
/// <item><term><see cref="AutoExecuteLevel.SuggestOnly"/></term><description>execute; suggest; suggest; suggest</description></item>
/// <item><term><see cref="AutoExecuteLevel.Confirm"/></term><description>execute; approval; approval; approval</description></item>
/// <item><term><see cref="AutoExecuteLevel.AutoLowRisk"/></term><description>execute; execute; approval; approval</description></item>
/// </list>
/// </remarks>
public interface IApprovalPolicy
{
    /// <summary>Decides about one call.</summary>
    /// <exception cref="ArgumentNullException">The request is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Level or risk is no defined value.</exception>
    ToolDecision Decide(ToolApprovalRequest request);
}
