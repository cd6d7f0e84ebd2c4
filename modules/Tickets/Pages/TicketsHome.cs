using Web.Layouts;

namespace Tickets.Pages;

sealed class TicketsHome : IHomePage
{
    public Type Component => typeof(ResidentHome);
}
