using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>What is said to credentials.</summary>
/// <param name="Person">Whose they are; <see langword="null"/>: nobody's, or not looked at.</param>
/// <param name="IsLockedOut">They were not looked at, because too many were wrong before.</param>
internal readonly record struct PasswordAnswer(Person? Person, bool IsLockedOut = false);
