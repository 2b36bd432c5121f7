from rest_framework.routers import DefaultRouter

from library.views import AuthorViewSet, BookViewSet

router = DefaultRouter()
router.register("authors", AuthorViewSet)
router.register("books", BookViewSet)
urlpatterns = router.urls
