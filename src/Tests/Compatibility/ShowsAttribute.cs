using System.Reflection;
using Xunit.Sdk;

namespace OrleansChat.Tests.Compatibility;

/// <summary>
/// What <c>docs/COMPATIBILITY.md</c> names this test for. The test fails if it passes without having asked for each of these, and the page if it names
/// the test for anything else.
/// </summary>
/// <param name="what">Names of operations; for what is read, <c>GET /me/chats</c>; for everything else, how its path begins.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShowsAttribute(params string[] what) : BeforeAfterTestAttribute
{
    public IReadOnlyList<string> What => what;

    public override void Before(MethodInfo methodUnderTest) => Asked.Watch();

    public override void After(MethodInfo methodUnderTest) => Assert.All(what, static w => Assert.True(Asked.Was(w), $"It never asked for {w}."));
}
